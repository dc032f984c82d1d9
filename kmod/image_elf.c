// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The file header, and the section headers: where everything is in the file,
 * and which sections are loaded. After this every section header is in range.
 */

#include "image.h"
#include "image_internal.h"
#include "relocate.h"

/* A member of the file header that can have one value only. */
struct header_rule {
	const char *field;
	uint16_t offset;
	uint16_t size;
	uint32_t expected;
	const char *because;
};

static const struct header_rule header_rules[] = {
	{ "e_ident[EI_CLASS]", EI_CLASS, 1, ELFCLASS64,
	  "an image is a 64-bit object" },
	{ "e_ident[EI_DATA]", EI_DATA, 1, ELFDATA2LSB,
	  "an image is little endian" },
	{ "e_ident[EI_VERSION]", EI_VERSION, 1, EV_CURRENT,
	  "there is no other version of ELF" },
	{ "e_ident[EI_ABIVERSION]", EI_OSABI + 1, 1, 0,
	  "an image has no ABI version here" },
	{ "e_type", offsetof(Elf64_Ehdr, e_type), 2, ET_REL,
	  "an image is a relocatable object, as banos-ld and ld -r make it" },
	{ "e_version", offsetof(Elf64_Ehdr, e_version), 4, EV_CURRENT,
	  "there is no other version of ELF" },
	{ "e_flags", offsetof(Elf64_Ehdr, e_flags), 4, 0,
	  "an image has no flags here" },
	{ "e_ehsize", offsetof(Elf64_Ehdr, e_ehsize), 2, sizeof(Elf64_Ehdr),
	  "that is the size of the ELF header" },
	{ "e_phnum", offsetof(Elf64_Ehdr, e_phnum), 2, 0,
	  "a relocatable object has no program headers" },
	{ "e_shentsize", offsetof(Elf64_Ehdr, e_shentsize), 2,
	  sizeof(Elf64_Shdr), "that is the size of a section header" },
};

/* What people are likely to give us instead, by how it begins. */
static const struct {
	const char *magic;
	const char *kind;
} other_files[] = {
	{ "\x1f\x8b", "compressed with gzip: decompress it first" },
	{ "\xfd\x37zXZ", "compressed with xz: decompress it first" },
	{ "\x28\xb5\x2f\xfd", "compressed with zstd: decompress it first" },
	{ "!<arch>", "an archive: link its members with banos-ld first" },
	{ "#!", "a script" },
	{ "MZ", "a program for another system" },
};

static int refuse_magic(const struct image *image, struct log *log)
{
	const char *magic;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(other_files); i++) {
		magic = other_files[i].magic;
		if (image->size >= strlen(magic) &&
		    !memcmp(image->bytes, magic, strlen(magic)))
			return log_error(log, ENOEXEC, "not an ELF file but %s",
					 other_files[i].kind);
	}
	return log_error(log, ENOEXEC,
			 "not an ELF file: it doesn't begin with 7f 45 4c 46");
}

static int check_header_rule(const struct image *image,
			     const struct header_rule *rule, struct log *log)
{
	uint32_t found = 0;

	memcpy(&found, image->bytes + rule->offset, rule->size);
	if (found == rule->expected)
		return 0;
	return log_error(log, ENOEXEC, "%s is %u, expected %u: %s",
			 rule->field, found, rule->expected, rule->because);
}

static int check_identity(const struct image *image, struct log *log)
{
	const Elf64_Ehdr *header = image->header;
	size_t i;
	int error;

	for (i = 0; i < ARRAY_SIZE(header_rules); i++) {
		error = check_header_rule(image, &header_rules[i], log);
		if (error)
			return error;
	}
	if (header->e_ident[EI_OSABI] != ELFOSABI_NONE &&
	    header->e_ident[EI_OSABI] != ELFOSABI_GNU)
		return log_error(log, ENOEXEC,
				 "e_ident[EI_OSABI] is %u, expected 0 (System V) or 3 (GNU)",
				 header->e_ident[EI_OSABI]);
	if (header->e_machine != relocate_machine)
		return log_error(log, ENOEXEC,
				 "e_machine is %u, expected %u: this banos takes images for %s",
				 header->e_machine, relocate_machine,
				 relocate_machine_name);
	return 0;
}

static int check_header_table(const struct image *image, struct log *log)
{
	const Elf64_Ehdr *header = image->header;

	if (!header->e_shnum)
		return log_error(log, ENOEXEC,
				 "e_shnum is 0: the file has no sections, or more than %u",
				 IMAGE_SECTIONS_MAX);
	if (header->e_shnum > IMAGE_SECTIONS_MAX)
		return log_error(log, ENOEXEC,
				 "e_shnum is %u, expected at most %u sections",
				 header->e_shnum, IMAGE_SECTIONS_MAX);
	if (header->e_shoff % 8)
		return log_error(log, ENOEXEC,
				 "e_shoff is 0x%" PRIx64 ", expected a multiple of 8",
				 header->e_shoff);
	if (header->e_shoff < sizeof(*header) ||
	    !image_range(header->e_shoff,
			 header->e_shnum * sizeof(Elf64_Shdr), image->size))
		return log_error(log, ENOEXEC,
				 "the %u section headers at 0x%" PRIx64
				 " aren't inside the file, which has 0x%" PRIx64
				 " bytes: is it truncated?",
				 header->e_shnum, header->e_shoff,
				 image->size);
	if (!header->e_shstrndx || header->e_shstrndx >= header->e_shnum)
		return log_error(log, ENOEXEC,
				 "e_shstrndx is %u, expected 1 to %u: a section",
				 header->e_shstrndx, header->e_shnum - 1);
	return 0;
}

int image_check_header(struct image *image, struct log *log)
{
	int error;

	if (image->size > IMAGE_SIZE_MAX)
		return log_error(log, EFBIG,
				 "the file has %" PRIu64 " bytes, expected at most %u",
				 image->size, IMAGE_SIZE_MAX);
	if (image->size < SELFMAG || memcmp(image->bytes, ELFMAG, SELFMAG))
		return refuse_magic(image, log);
	if (image->size < sizeof(Elf64_Ehdr))
		return log_error(log, ENOEXEC,
				 "the file has %" PRIu64
				 " bytes, expected at least the %zu of an ELF header: is it truncated?",
				 image->size, sizeof(Elf64_Ehdr));
	image->header = (const Elf64_Ehdr *)image->bytes;
	error = check_identity(image, log);
	if (!error)
		error = check_header_table(image, log);
	if (error)
		return error;
	image->headers = (const Elf64_Shdr *)(image->bytes +
					      image->header->e_shoff);
	return 0;
}

/* A string table is used for its strings only if it ends in NUL. */
static int check_section_names(struct image *image, struct log *log)
{
	uint32_t table = image->header->e_shstrndx;
	const Elf64_Shdr *strings = &image->headers[table];
	const char *names;
	uint32_t i;

	if (strings->sh_type != SHT_STRTAB || !strings->sh_size ||
	    !image_range(strings->sh_offset, strings->sh_size, image->size))
		return log_error(log, ENOEXEC,
				 "section %u, which e_shstrndx names, isn't a string table inside the file",
				 table);
	names = (const char *)image->bytes + strings->sh_offset;
	if (names[strings->sh_size - 1])
		return log_error(log, ENOEXEC,
				 "section %u, the names of the sections, doesn't end in NUL",
				 table);
	for (i = 0; i < image->section_count; i++) {
		if (image->headers[i].sh_name >= strings->sh_size)
			return log_error(log, ENOEXEC,
					 "section %u: sh_name is 0x%x, but the names have 0x%"
					 PRIx64 " bytes",
					 i, image->headers[i].sh_name,
					 strings->sh_size);
		image->sections[i].name = names + image->headers[i].sh_name;
	}
	return 0;
}

/* Before anything else is said about it: most mistakes will be this one. */
static int refuse_module(const struct image *image, struct log *log)
{
	static const char *const module_sections[] = {
		".gnu.linkonce.this_module",
		".modinfo",
		"__versions",
	};
	const char *name;
	uint32_t i;
	size_t k;

	for (i = 1; i < image->section_count; i++) {
		name = image->sections[i].name;
		for (k = 0; k < ARRAY_SIZE(module_sections); k++) {
			if (!strcmp(name, module_sections[k]))
				return log_error(log, ENOEXEC,
						 "this is a Linux kernel module, not a driver image (section %u is %s): use insmod or modprobe for it",
						 i, name);
		}
	}
	return 0;
}

static bool has_prefix(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* The name itself, or the name, a dot and more: ".ctors.65535". */
static bool is_named(const char *name, const char *expected)
{
	size_t length = strlen(expected);

	return !strncmp(name, expected, length) &&
	       (!name[length] || name[length] == '.');
}

static bool runs_by_itself(const struct image *image, uint32_t i)
{
	const char *name = image->sections[i].name;
	uint32_t type = image->headers[i].sh_type;

	return type == SHT_INIT_ARRAY || type == SHT_FINI_ARRAY ||
	       type == SHT_PREINIT_ARRAY || is_named(name, ".init_array") ||
	       is_named(name, ".fini_array") ||
	       is_named(name, ".preinit_array") || is_named(name, ".ctors") ||
	       is_named(name, ".dtors") || !strcmp(name, ".init") ||
	       !strcmp(name, ".fini");
}

/* Sections of an image that the compiler wants loaded, but no driver needs. */
static bool is_left_out(const struct image *image, uint32_t i)
{
	const char *name = image->sections[i].name;

	return image->headers[i].sh_type == SHT_NOTE ||
	       is_named(name, ".eh_frame") || is_named(name, ".eh_frame_hdr") ||
	       is_named(name, ".gcc_except_table") ||
	       is_named(name, ".discard") || has_prefix(name, ".note.");
}

/* What a loaded section must not be. */
static int check_loaded(const struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Shdr *header = &image->headers[i];
	const char *name = image->sections[i].name;

	if (runs_by_itself(image, i) && header->sh_size)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " holds constructors or destructors, which nothing would run: do their work in init() and uninit()",
				 i, name);
	if (header->sh_type != SHT_PROGBITS && header->sh_type != SHT_NOBITS)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 ": sh_type is 0x%x, expected %u or %u in a section that is loaded",
				 i, name, header->sh_type, SHT_PROGBITS,
				 SHT_NOBITS);
	if ((header->sh_flags & SHF_WRITE) &&
	    (header->sh_flags & SHF_EXECINSTR))
		return log_error(log, ENOEXEC,
				 SECTION_AT " is writable and executable: nothing may be both",
				 i, name);
	if (header->sh_flags & SHF_TLS)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " holds thread-local variables, which don't exist in the kernel",
				 i, name);
	if (header->sh_flags & SHF_COMPRESSED)
		return log_error(log, ENOEXEC, SECTION_AT " is compressed", i,
				 name);
	if (header->sh_flags & SHF_GROUP)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " belongs to a COMDAT group: link the image with banos-ld, which resolves groups",
				 i, name);
	if (header->sh_type == SHT_NOBITS && header->sh_size &&
	    (header->sh_flags & SHF_EXECINSTR))
		return log_error(log, ENOEXEC,
				 SECTION_AT " is executable, but has no bytes in the file",
				 i, name);
	return 0;
}

static enum image_pool pool_of(const Elf64_Shdr *header)
{
	if (header->sh_flags & SHF_EXECINSTR)
		return IMAGE_TEXT;
	return header->sh_flags & SHF_WRITE ? IMAGE_DATA : IMAGE_RODATA;
}

static int choose_pool(struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Shdr *header = &image->headers[i];
	struct image_section *section = &image->sections[i];
	int error;

	section->pool = IMAGE_NOWHERE;
	if (!(header->sh_flags & SHF_ALLOC) || is_left_out(image, i))
		return 0;
	error = check_loaded(image, i, log);
	if (error)
		return error;
	if (header->sh_size > IMAGE_SIZE_MAX)
		return log_error(log, EFBIG,
				 SECTION_AT " has 0x%" PRIx64 " bytes, expected at most 0x%x",
				 i, section->name, header->sh_size,
				 IMAGE_SIZE_MAX);
	section->pool = pool_of(header);
	section->size = header->sh_size;
	section->nobits = header->sh_type == SHT_NOBITS;
	return 0;
}

static int check_section_range(const struct image *image, uint32_t i,
			       struct log *log)
{
	const Elf64_Shdr *header = &image->headers[i];
	const char *name = image->sections[i].name;
	uint64_t table_size = image->section_count * sizeof(*header);
	uint64_t offset = header->sh_offset, size = header->sh_size;

	if (!image_range(offset, size, image->size))
		return log_error(log, ENOEXEC,
				 SECTION_AT ": its 0x%" PRIx64 " bytes at 0x%" PRIx64
				 " aren't inside the file, which has 0x%" PRIx64 " bytes",
				 i, name, size, offset, image->size);
	if (!size)
		return 0;
	if (offset < sizeof(Elf64_Ehdr))
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_offset is 0x%" PRIx64 ", inside the ELF header",
				 i, name, offset);
	if (offset < image->header->e_shoff + table_size &&
	    image->header->e_shoff < offset + size)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": its 0x%" PRIx64 " bytes at 0x%" PRIx64
				 " overlap the section headers",
				 i, name, size, offset);
	return 0;
}

static int check_section(struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Shdr *header = &image->headers[i];
	const char *name = image->sections[i].name;
	uint64_t alignment = header->sh_addralign;

	if (header->sh_type == SHT_NULL) {
		image->sections[i].pool = IMAGE_NOWHERE;
		return 0;
	}
	if (header->sh_type == SHT_SYMTAB_SHNDX)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " extends the section numbers of symbols, but an image has at most %u sections",
				 i, name, IMAGE_SECTIONS_MAX);
	if (alignment > IMAGE_ALIGNMENT_MAX || (alignment & (alignment - 1)))
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_addralign is 0x%" PRIx64
				 ", expected 0 or a power of two up to %u",
				 i, name, alignment, IMAGE_ALIGNMENT_MAX);
	if (header->sh_link >= image->section_count)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_link is %u, but there are %u sections",
				 i, name, header->sh_link,
				 image->section_count);
	if (header->sh_type != SHT_NOBITS &&
	    check_section_range(image, i, log))
		return -ENOEXEC;
	return choose_pool(image, i, log);
}

static bool starts_before(const void *context, uint32_t a, uint32_t b)
{
	const Elf64_Shdr *headers = context;

	return headers[a].sh_offset < headers[b].sh_offset;
}

/* Sections that share bytes would make what was checked and what is loaded
 * differ; no tool makes such a file.
 */
static int check_overlaps(const struct image *image, uint32_t *order,
			  struct log *log)
{
	const Elf64_Shdr *headers = image->headers;
	uint32_t count = 0, i, before, after;

	for (i = 1; i < image->section_count; i++) {
		if (headers[i].sh_type != SHT_NULL &&
		    headers[i].sh_type != SHT_NOBITS && headers[i].sh_size)
			order[count++] = i;
	}
	image_sort(order, count, starts_before, headers);
	for (i = 1; i < count; i++) {
		before = order[i - 1];
		after = order[i];
		if (headers[before].sh_offset + headers[before].sh_size >
		    headers[after].sh_offset)
			return log_error(log, ENOEXEC,
					 SECTION_AT " at 0x%" PRIx64 " overlaps " SECTION_AT
					 " at 0x%" PRIx64 " in the file",
					 before, image->sections[before].name,
					 headers[before].sh_offset,
					 after, image->sections[after].name,
					 headers[after].sh_offset);
	}
	return 0;
}

int image_check_sections(struct image *image, struct log *log)
{
	uint32_t count = image->header->e_shnum;
	uint32_t *order, i;
	int error;

	image->sections = image_table(count, sizeof(*image->sections));
	if (!image->sections)
		return -ENOMEM;
	image->section_count = count;
	if (image->headers[0].sh_type != SHT_NULL)
		return log_error(log, ENOEXEC,
				 "section 0: sh_type is %u, expected 0",
				 image->headers[0].sh_type);
	error = check_section_names(image, log);
	if (!error)
		error = refuse_module(image, log);
	for (i = 0; !error && i < count; i++)
		error = check_section(image, i, log);
	if (error)
		return error;
	order = image_table(count, sizeof(*order));
	if (!order)
		return -ENOMEM;
	error = check_overlaps(image, order, log);
	port_free(order);
	return error;
}

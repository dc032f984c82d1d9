// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The symbol table: what the image defines, what it imports, and the names of
 * its functions. After image_check_symbols() every symbol is in range: its
 * name, its section, its value and size within that section.
 */

#include "image.h"
#include "image_internal.h"
#include "relocate.h"

#define SYMBOL_AT "symbol %u (%.255s)"

static int find_table(struct image *image, struct log *log)
{
	uint32_t i;

	for (i = 1; i < image->section_count; i++) {
		if (image->headers[i].sh_type != SHT_SYMTAB)
			continue;
		if (image->symbol_section)
			return log_error(log, ENOEXEC,
					 SECTION_AT
					 " is a second symbol table, the first is section %u",
					 i, image->sections[i].name,
					 image->symbol_section);
		image->symbol_section = i;
	}
	if (!image->symbol_section)
		return log_error(log, ENOEXEC,
				 "no symbol table: an image must not be stripped of it (strip --strip-debug is fine)");
	return 0;
}

static int check_strings(struct image *image, struct log *log)
{
	uint32_t i = image->headers[image->symbol_section].sh_link;
	const Elf64_Shdr *header = &image->headers[i];

	if (header->sh_type != SHT_STRTAB || !header->sh_size)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 ", which the symbol table names by its sh_link, isn't a string table",
				 i, image->sections[i].name);
	image->strings = (const char *)image->bytes + header->sh_offset;
	image->strings_size = header->sh_size;
	if (image->strings[image->strings_size - 1])
		return log_error(log, ENOEXEC,
				 SECTION_AT ", the names of the symbols, doesn't end in NUL",
				 i, image->sections[i].name);
	return 0;
}

static int check_table(struct image *image, struct log *log)
{
	uint32_t i = image->symbol_section;
	const Elf64_Shdr *header = &image->headers[i];

	if (header->sh_entsize != sizeof(Elf64_Sym) || !header->sh_size ||
	    header->sh_size % sizeof(Elf64_Sym))
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_size is 0x%" PRIx64 " and sh_entsize %" PRIu64
				 ", expected a multiple of %zu and %zu",
				 i, image->sections[i].name,
				 header->sh_size,
				 header->sh_entsize,
				 sizeof(Elf64_Sym), sizeof(Elf64_Sym));
	if (header->sh_offset % 8)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_offset is 0x%" PRIx64
				 ", expected a multiple of 8",
				 i, image->sections[i].name,
				 header->sh_offset);
	image->symbols = (const Elf64_Sym *)(image->bytes + header->sh_offset);
	image->symbol_count = header->sh_size / sizeof(Elf64_Sym);
	return check_strings(image, log);
}

const char *image_symbol_name(const struct image *image, uint32_t symbol)
{
	const Elf64_Sym *entry = &image->symbols[symbol];
	uint32_t section = image_symbol_section(image, symbol);
	const char *name = image->strings + entry->st_name;

	if (*name)
		return name;
	return section ? image->sections[section].name : "(no name)";
}

uint32_t image_symbol_section(const struct image *image, uint32_t symbol)
{
	uint32_t section = image->symbols[symbol].st_shndx;

	return section < SHN_LORESERVE ? section : 0;
}

/* Kinds of symbol that only other systems can load. */
static int check_type(const struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Sym *symbol = &image->symbols[i];
	const char *name = image->strings + symbol->st_name;
	uint32_t type = ELF64_ST_TYPE(symbol->st_info);
	uint32_t bind = ELF64_ST_BIND(symbol->st_info);

	if (type == STT_TLS)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT
				 " is thread-local; there are no thread-local variables in the kernel",
				 i, name);
	if (type == STT_GNU_IFUNC)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT
				 " is an indirect function, which a loader would have to choose at run time: choose in init()",
				 i, name);
	if (type == STT_COMMON || symbol->st_shndx == SHN_COMMON)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT " has no place yet: compile with -fno-common",
				 i, name);
	if (type > STT_FILE)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT ": its type is %u, which is unknown",
				 i, name, type);
	if (bind != STB_LOCAL && bind != STB_GLOBAL && bind != STB_WEAK &&
	    bind != STB_GNU_UNIQUE)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT ": its binding is %u, which is unknown",
				 i, name, bind);
	return 0;
}

static int check_place(const struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Sym *symbol = &image->symbols[i];
	const char *name = image->strings + symbol->st_name;
	uint32_t section = symbol->st_shndx;

	if (section == SHN_UNDEF || section == SHN_ABS)
		return 0;
	if (section == SHN_XINDEX)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT
				 ": st_shndx is 0x%x, for files with more sections than the %u that an image may have",
				 i, name, section, IMAGE_SECTIONS_MAX);
	if (section >= image->section_count)
		return log_error(log, ENOEXEC,
				 SYMBOL_AT ": st_shndx is 0x%x, but there are %u sections",
				 i, name, section, image->section_count);
	if (!image_range(symbol->st_value, symbol->st_size,
			 image->headers[section].sh_size))
		return log_error(log, ENOEXEC,
				 SYMBOL_AT ": its 0x%" PRIx64 " bytes at 0x%" PRIx64
				 " aren't inside " SECTION_AT ", which has 0x%" PRIx64 " bytes",
				 i, name, symbol->st_size,
				 symbol->st_value, section,
				 image->sections[section].name,
				 image->headers[section].sh_size);
	return 0;
}

static int check_symbol(const struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Sym *symbol = &image->symbols[i];
	int error;

	if (symbol->st_name >= image->strings_size)
		return log_error(log, ENOEXEC,
				 "symbol %u: st_name is 0x%x, but the names have 0x%" PRIx64
				 " bytes",
				 i, symbol->st_name, image->strings_size);
	error = check_type(image, i, log);
	if (!error)
		error = check_place(image, i, log);
	return error;
}

static bool is_import(const struct image *image, uint32_t i)
{
	const Elf64_Sym *symbol = &image->symbols[i];

	return i && symbol->st_shndx == SHN_UNDEF &&
	       ELF64_ST_BIND(symbol->st_info) != STB_LOCAL &&
	       image->strings[symbol->st_name];
}

static int list_imports(struct image *image, uint32_t count)
{
	struct image_import *import;
	uint32_t i;

	image->symbol_uses = image_table(image->symbol_count,
					 sizeof(*image->symbol_uses));
	image->imports = image_table(count, sizeof(*image->imports));
	if (!image->symbol_uses || !image->imports)
		return -ENOMEM;
	for (i = 0; i < image->symbol_count; i++) {
		if (!is_import(image, i))
			continue;
		import = &image->imports[image->import_count++];
		image->symbol_uses[i].import = image->import_count;
		import->name = image->strings + image->symbols[i].st_name;
		import->symbol = i;
		import->stub = relocate_stub_of(import->name);
		import->weak = ELF64_ST_BIND(image->symbols[i].st_info) ==
			       STB_WEAK;
	}
	return 0;
}

int image_check_symbols(struct image *image, struct log *log)
{
	uint32_t i, imports = 0;
	int error;

	error = find_table(image, log);
	if (!error)
		error = check_table(image, log);
	if (error)
		return error;
	if (image->symbols[0].st_name || image->symbols[0].st_shndx)
		return log_error(log, ENOEXEC,
				 "symbol 0: st_name is %u and st_shndx %u, expected 0",
				 image->symbols[0].st_name,
				 image->symbols[0].st_shndx);
	for (i = 0; i < image->symbol_count; i++) {
		error = check_symbol(image, i, log);
		if (error)
			return error;
		if (is_import(image, i))
			imports++;
	}
	return list_imports(image, imports);
}

/* What compilers make up by themselves, and what to do about it. */
static const struct {
	const char *prefix;
	const char *advice;
} foreign_names[] = {
	{ "memcpy", "link it with banos-ld, which supplies it" },
	{ "memmove", "link it with banos-ld, which supplies it" },
	{ "memset", "link it with banos-ld, which supplies it" },
	{ "memcmp", "link it with banos-ld, which supplies it" },
	{ "__stack_chk_",
	  "link it with banos-ld and compile with -mstack-protector-guard=global" },
	{ "__fentry__", "compile without -pg and -mfentry" },
	{ "mcount", "compile without -pg" },
	{ "__gxx_personality", "compile with -fno-exceptions" },
	{ "_Unwind_", "compile with -fno-exceptions" },
	{ "__cxa_guard_", "compile with -fno-threadsafe-statics" },
	{ "__cxa_atexit",
	  "compile with -fno-use-cxa-atexit, and avoid global objects with destructors" },
	{ "__dso_handle", "compile with -fno-use-cxa-atexit" },
	{ "__cxa_", "compile with -fno-exceptions -fno-rtti" },
	{ "_ZTVN10__cxxabiv1", "compile with -fno-rtti" },
	{ "_Zn", "operator new and delete come with <banos/driver.hpp>" },
	{ "_Zd", "operator new and delete come with <banos/driver.hpp>" },
	{ "__tls_get_addr", "there are no thread-local variables in the kernel" },
	{ "__asan_", "compile without -fsanitize" },
	{ "__ubsan_", "compile without -fsanitize" },
	{ "__sanitizer_", "compile without -fsanitize" },
	{ "__gcov_", "compile without --coverage" },
	{ "_GLOBAL_OFFSET_TABLE_", "compile with -fno-pic" },
};

static const char *advice_for(const char *name)
{
	const char *prefix;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(foreign_names); i++) {
		prefix = foreign_names[i].prefix;
		if (!strncmp(name, prefix, strlen(prefix)))
			return foreign_names[i].advice;
	}
	return "define it in the image; from outside come names that start with banos_ only";
}

int image_check_imports(struct image *image, struct log *log)
{
	const struct image_import *import;
	uint32_t i;

	for (i = 0; i < image->import_count; i++) {
		import = &image->imports[i];
		if (!import->used)
			continue;
		if (!image_is_symbol_name(import->name))
			return log_error(log, ENOEXEC,
					 SYMBOL_AT
					 ": expected a name of 1 to %u printable characters",
					 import->symbol, import->name,
					 IMAGE_STRING_MAX);
		if (strncmp(import->name, "banos_", 6) &&
		    !relocate_is_thunk(import->name))
			return log_error(log, ENOEXEC,
					 SYMBOL_AT " is not defined: %s",
					 import->symbol, import->name,
					 advice_for(import->name));
	}
	return 0;
}

static bool deserves_name(const struct image *image, uint32_t i)
{
	const Elf64_Sym *symbol = &image->symbols[i];
	const char *name = image->strings + symbol->st_name;
	uint32_t section = image_symbol_section(image, i);

	return ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && section &&
	       image->sections[section].pool == IMAGE_TEXT &&
	       symbol->st_value < image->sections[section].size &&
	       strncmp(name, ".L", 2) && image_is_symbol_name(name);
}

int image_collect_names(struct image *image, struct log *log)
{
	struct image_name *name;
	uint32_t i, count = 0;

	(void)log;
	for (i = 1; i < image->symbol_count; i++)
		count += deserves_name(image, i);
	image->names = image_table(count, sizeof(*image->names));
	if (!image->names)
		return -ENOMEM;
	for (i = 1; i < image->symbol_count; i++) {
		if (!deserves_name(image, i))
			continue;
		name = &image->names[image->name_count++];
		name->name = image->strings + image->symbols[i].st_name;
		name->place.section = image->symbols[i].st_shndx;
		name->place.offset = image->symbols[i].st_value;
		name->size = image->symbols[i].st_size;
	}
	return 0;
}

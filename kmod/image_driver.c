// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The two sections that make an object a driver image: .banos-driver, which
 * it must have, and .banos-export. Their layout is that of <banos/driver.h>,
 * in all its revisions: it is read member by member, by offset.
 */

#include "image.h"
#include "image_internal.h"

#include <banos/driver.h>

/* Where a member of the struct is. */
#define MEMBER(name) offsetof(struct banos_driver, name)

/* All but one sentence about the struct begin the same. */
#define DRIVER IMAGE_DRIVER_SECTION ": "

uint32_t image_find_section(const struct image *image, const char *name,
			    uint32_t *found)
{
	uint32_t i, first = 0;

	*found = 0;
	for (i = 1; i < image->section_count; i++) {
		if (image->headers[i].sh_type == SHT_NULL ||
		    strcmp(image->sections[i].name, name))
			continue;
		if (!(*found)++)
			first = i;
	}
	return first;
}

int image_check_data(const struct image *image, uint32_t i, struct log *log)
{
	const struct image_section *section = &image->sections[i];

	if (section->nobits || (section->pool != IMAGE_DATA &&
				section->pool != IMAGE_RODATA))
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 ": expected data that is loaded, with bytes in the file",
				 i, section->name);
	if (image->headers[i].sh_addralign < 8)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_addralign is %" PRIu64 ", expected at least 8",
				 i, section->name,
				 image->headers[i].sh_addralign);
	return 0;
}

static int find_driver(struct image *image, struct log *log)
{
	uint32_t found, i;

	i = image_find_section(image, IMAGE_DRIVER_SECTION, &found);
	if (!found)
		return log_error(log, ENOEXEC,
				 "no section " IMAGE_DRIVER_SECTION
				 ": this is an object file, but not a driver image, which says what it is with BANOS_DRIVER()");
	if (found > 1)
		return log_error(log, ENOEXEC,
				 "%u sections are named " IMAGE_DRIVER_SECTION
				 ", expected one: one BANOS_DRIVER() in the whole image",
				 found);
	image->driver.self.section = i;
	return image_check_data(image, i, log);
}

static struct image_place member_at(const struct image *image, uint64_t offset)
{
	struct image_place place = image->driver.self;

	place.offset += offset;
	return place;
}

/* Members that this revision of the image doesn't have count as zero. */
static uint64_t read_number(const struct image *image, uint64_t offset,
			    uint64_t size)
{
	const unsigned char *bytes;

	if (!image_range(offset, size, image->driver.driver_size))
		return 0;
	bytes = image_bytes(image, member_at(image, offset), size);
	return size == 4 ? image_get32(bytes) : image_get64(bytes);
}

static int read_pointer(const struct image *image, uint64_t offset,
			const char *member, struct image_place *pointer,
			struct log *log)
{
	pointer->section = 0;
	pointer->offset = 0;
	if (!image_range(offset, 8, image->driver.driver_size))
		return 0;
	if (!image_pointer(image, member_at(image, offset), pointer))
		return 0;
	return log_error(log, ENOEXEC,
			 DRIVER "%s, at offset %" PRIu64
			 ", is neither NULL nor a pointer to something loaded of this image",
			 member, offset);
}

static int read_text(const struct image *image, uint64_t offset,
		     const char *member, const char **text, struct log *log)
{
	struct image_place place;
	int error;

	error = read_pointer(image, offset, member, &place, log);
	if (error || !place.section)
		return error;
	*text = image_string(image, place);
	if (*text && image_is_text(*text))
		return 0;
	return log_error(log, ENOEXEC,
			 DRIVER
			 "%s doesn't point to a string of at most %u bytes, without control characters, that ends inside its section",
			 member, IMAGE_STRING_MAX);
}

static int read_function(const struct image *image, uint64_t offset,
			 const char *member, struct image_place *function,
			 struct log *log)
{
	int error;

	error = read_pointer(image, offset, member, function, log);
	if (error || !function->section)
		return error;
	if (image->sections[function->section].pool == IMAGE_TEXT)
		return 0;
	return log_error(log, ENOEXEC,
			 DRIVER "%s points to offset 0x%" PRIx64 " of " SECTION_AT
			 ", expected an executable section",
			 member, function->offset, function->section,
			 image->sections[function->section].name);
}

static bool is_driver_name(const char *name)
{
	uint32_t length;

	for (length = 0; name[length]; length++) {
		char c = name[length];

		if (length == IMAGE_NAME_MAX)
			return false;
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return false;
	}
	return length > 0;
}

static int read_strings(struct image *image, struct log *log)
{
	struct image_driver *driver = &image->driver;
	int error;

	error = read_text(image, MEMBER(name), "name", &driver->name, log);
	if (!error)
		error = read_text(image, MEMBER(license), "license",
				  &driver->license, log);
	if (!error)
		error = read_text(image, MEMBER(description), "description",
				  &driver->description, log);
	if (!error)
		error = read_text(image, MEMBER(author), "author",
				  &driver->author, log);
	if (error)
		return error;
	if (!driver->name || !is_driver_name(driver->name))
		return log_error(log, ENOEXEC,
				 DRIVER "name is %s%.255s%s, expected 1 to %u of [A-Za-z0-9_-]",
				 driver->name ? "\"" : "",
				 driver->name ? driver->name : "NULL",
				 driver->name ? "\"" : "", IMAGE_NAME_MAX);
	return 0;
}

static int read_functions(struct image *image, struct log *log)
{
	struct image_driver *driver = &image->driver;
	int error;

	error = read_function(image, MEMBER(init), "init", &driver->init, log);
	if (!error)
		error = read_function(image, MEMBER(uninit), "uninit",
				      &driver->uninit, log);
	if (error)
		return error;
	if (!driver->init.section)
		return log_error(log, ENOEXEC,
				 DRIVER "init is NULL, expected a function");
	return 0;
}

static int check_size(struct image *image, struct log *log)
{
	uint64_t known = sizeof(struct banos_driver);
	uint64_t room = image->sections[image->driver.self.section].size;
	uint64_t size;

	if (room < BANOS_DRIVER_SIZE_REVISION_0)
		return log_error(log, ENOEXEC,
				 DRIVER "the section has %" PRIu64 " bytes, expected at least %u",
				 room, BANOS_DRIVER_SIZE_REVISION_0);
	size = image_get64(image_bytes(image, image->driver.self, 8));
	if (size < BANOS_DRIVER_SIZE_REVISION_0 || size % 8 || size > room)
		return log_error(log, ENOEXEC,
				 DRIVER "driver_size is %" PRIu64
				 ", expected a multiple of 8, from %u to the %" PRIu64
				 " bytes of the section",
				 size, BANOS_DRIVER_SIZE_REVISION_0, room);
	image->driver.driver_size = size;
	if (!image_is_zero(image, member_at(image, size), room - size))
		return log_error(log, ENOEXEC,
				 DRIVER "the section has %" PRIu64
				 " bytes, but driver_size is %" PRIu64
				 ": one BANOS_DRIVER() in the whole image",
				 room, size);
	if (size > known &&
	    !image_is_zero(image, member_at(image, known), size - known))
		return log_error(log, ENOEXEC,
				 DRIVER "driver_size is %" PRIu64
				 ", and members behind the %" PRIu64
				 " bytes that this banos knows are used: the image needs a newer banos",
				 size, known);
	return 0;
}

/* What is read as a number must be what the driver will see there. */
static int check_relocated_members(const struct image *image, struct log *log)
{
	static const uint16_t pointers[] = {
		MEMBER(name),
		MEMBER(license),
		MEMBER(init),
		MEMBER(uninit),
		MEMBER(description),
		MEMBER(author),
		MEMBER(parameters),
	};
	const struct image_section *section;
	uint64_t offset;
	uint32_t i;
	size_t k;

	section = &image->sections[image->driver.self.section];
	for (i = 0; i < section->order_count; i++) {
		offset = image_relocation(section, i)->r_offset;
		for (k = 0; k < ARRAY_SIZE(pointers); k++) {
			if (offset == pointers[k])
				break;
		}
		if (k == ARRAY_SIZE(pointers))
			return log_error(log, ENOEXEC,
					 DRIVER "there is a relocation at offset %" PRIu64
					 ", where no pointer is",
					 offset);
	}
	return 0;
}

static int read_numbers(struct image *image, struct log *log)
{
	struct image_driver *driver = &image->driver;

	driver->minimal_banos_version =
		(uint32_t)read_number(image, MEMBER(minimal_banos_version), 4);
	driver->version = (uint32_t)read_number(image, MEMBER(version), 4);
	if (driver->driver_size == BANOS_DRIVER_SIZE_REVISION_0)
		return 0; /* they were padding then */
	if (read_number(image, MEMBER(reserved), 4) ||
	    read_number(image, MEMBER(reserved2), 4))
		return log_error(log, ENOEXEC,
				 DRIVER "a reserved member isn't 0: the image needs a newer banos");
	return 0;
}

static int read_parameters(struct image *image, struct log *log)
{
	uint64_t stride, count;
	struct image_place array;
	int error;

	error = read_pointer(image, MEMBER(parameters), "parameters", &array,
			     log);
	if (error)
		return error;
	stride = read_number(image, MEMBER(parameter_size), 8);
	count = read_number(image, MEMBER(parameter_count), 8);
	if (!count)
		return 0;
	if (!array.section)
		return log_error(log, ENOEXEC,
				 DRIVER "parameters is NULL, but parameter_count is %" PRIu64,
				 count);
	return image_read_parameters(image, array, stride, count, log);
}

int image_read_driver(struct image *image, struct log *log)
{
	int error;

	error = find_driver(image, log);
	if (!error)
		error = check_size(image, log);
	if (!error)
		error = check_relocated_members(image, log);
	if (!error)
		error = read_numbers(image, log);
	if (!error)
		error = read_strings(image, log);
	if (!error)
		error = read_functions(image, log);
	if (!error)
		error = read_parameters(image, log);
	return error;
}

static int read_export(struct image *image, uint32_t section, uint32_t i,
		       struct log *log)
{
	struct image_place at = { section, i * sizeof(struct banos_export) };
	struct image_export *export = &image->exports[i];
	struct image_place name;
	int error;

	error = image_pointer(image, at, &name);
	at.offset += offsetof(struct banos_export, address);
	if (!error)
		export->name = image_string(image, name);
	if (!export->name || !image_is_symbol_name(export->name))
		return log_error(log, ENOEXEC,
				 "export %u: its name isn't a pointer to 1 to %u printable characters in this image",
				 i, IMAGE_STRING_MAX);
	error = image_pointer(image, at, &export->place);
	if (error || !export->place.section)
		return log_error(log, ENOEXEC,
				 "export %u, %.255s: its address isn't that of something loaded of this image",
				 i, export->name);
	return 0;
}

static bool name_before(const void *context, uint32_t a, uint32_t b)
{
	const struct image_export *exports = context;

	return strcmp(exports[a].name, exports[b].name) < 0;
}

static int check_duplicates(const struct image *image, struct log *log)
{
	const struct image_export *exports = image->exports;
	uint32_t *order, i;
	int error = 0;

	order = image_table(image->export_count, sizeof(*order));
	if (!order)
		return -ENOMEM;
	for (i = 0; i < image->export_count; i++)
		order[i] = i;
	image_sort(order, image->export_count, name_before, exports);
	for (i = 1; !error && i < image->export_count; i++) {
		if (!strcmp(exports[order[i - 1]].name, exports[order[i]].name))
			error = log_error(log, ENOEXEC,
					  "%.255s is exported twice",
					  exports[order[i]].name);
	}
	port_free(order);
	return error;
}

static int count_exports(struct image *image, uint32_t i, struct log *log)
{
	uint64_t size = image->sections[i].size;
	uint64_t count = size / sizeof(struct banos_export);

	if (size % sizeof(struct banos_export) || count > IMAGE_EXPORTS_MAX)
		return log_error(log, ENOEXEC,
				 SECTION_AT " has %" PRIu64
				 " bytes, expected a multiple of %zu and at most %u exports",
				 i, image->sections[i].name, size,
				 sizeof(struct banos_export),
				 IMAGE_EXPORTS_MAX);
	image->exports = image_table(count, sizeof(*image->exports));
	if (!image->exports)
		return -ENOMEM;
	image->export_count = (uint32_t)count;
	return 0;
}

int image_read_exports(struct image *image, struct log *log)
{
	uint32_t found, section, i;
	int error;

	section = image_find_section(image, IMAGE_EXPORT_SECTION, &found);
	if (!found)
		return 0;
	if (found > 1)
		return log_error(log, ENOEXEC,
				 "%u sections are named " IMAGE_EXPORT_SECTION
				 ", expected at most one: link the image with banos-ld",
				 found);
	error = image_check_data(image, section, log);
	if (!error)
		error = count_exports(image, section, log);
	for (i = 0; !error && i < image->export_count; i++)
		error = read_export(image, section, i, log);
	if (!error)
		error = check_duplicates(image, log);
	return error;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The parameters of a driver: the array of struct banos_parameter that its
 * struct banos_driver names. After this the loader may write the values into
 * the data pool without asking where they are.
 */

#include "image.h"
#include "image_internal.h"

#include <banos/parameter.h>

/* Where a member of the struct is. */
#define MEMBER(name) offsetof(struct banos_parameter, name)

#define PARAMETER_AT "parameter %u (%.63s)"

/* Bytes of one element, by enum banos_parameter_type; strings have none. */
static const unsigned char element_sizes[] = {
	[BANOS_PARAMETER_BOOL] = 1,
	[BANOS_PARAMETER_INT32] = 4,
	[BANOS_PARAMETER_UINT32] = 4,
	[BANOS_PARAMETER_INT64] = 8,
	[BANOS_PARAMETER_UINT64] = 8,
	[BANOS_PARAMETER_STRING] = 1,
};

static bool is_pointer_member(uint64_t offset)
{
	return offset == MEMBER(name) || offset == MEMBER(description) ||
	       offset == MEMBER(value) || offset == MEMBER(count) ||
	       offset == MEMBER(changed);
}

static int check_array(const struct image *image, struct image_place array,
		       uint64_t stride, uint64_t count, struct log *log)
{
	uint64_t known = sizeof(struct banos_parameter);

	if (count > IMAGE_PARAMETERS_MAX)
		return log_error(log, ENOEXEC,
				 "parameter_count is %" PRIu64 ", expected at most %u",
				 count, IMAGE_PARAMETERS_MAX);
	if (stride < known || stride % 8 || stride > IMAGE_ALIGNMENT_MAX)
		return log_error(log, ENOEXEC,
				 "parameter_size is %" PRIu64
				 ", expected a multiple of 8, from %" PRIu64 " to %u",
				 stride, known, IMAGE_ALIGNMENT_MAX);
	if (!image_bytes(image, array, stride * count))
		return log_error(log, ENOEXEC,
				 "the %" PRIu64 " parameters at offset 0x%" PRIx64
				 " aren't inside " SECTION_AT,
				 count, array.offset, array.section,
				 image->sections[array.section].name);
	return 0;
}

/* What is read as a number must be what the driver will see there. */
static int check_relocated_members(const struct image *image,
				   struct image_place array, uint64_t stride,
				   uint64_t count, struct log *log)
{
	const struct image_section *section = &image->sections[array.section];
	uint64_t end = array.offset + stride * count, offset;
	uint32_t i = image_relocation_from(section, array.offset);

	for (; i < section->order_count; i++) {
		offset = image_relocation(section, i)->r_offset;
		if (offset >= end)
			break;
		offset = (offset - array.offset) % stride;
		if (offset < sizeof(struct banos_parameter) &&
		    !is_pointer_member(offset))
			return log_error(log, ENOEXEC,
					 "there is a relocation in a parameter at offset %" PRIu64
					 ", where no pointer is",
					 offset);
	}
	return 0;
}

/* A pointer in the parameter that begins at @parameter->self. */
static int read_pointer(const struct image *image,
			const struct image_parameter *parameter, uint64_t offset,
			const char *member, struct image_place *pointer,
			struct log *log)
{
	struct image_place at = parameter->self;

	at.offset += offset;
	if (!image_pointer(image, at, pointer))
		return 0;
	return log_error(log, ENOEXEC,
			 "the parameter at offset 0x%" PRIx64 " of " SECTION_AT
			 ": %s is neither NULL nor a pointer to something loaded of this image",
			 parameter->self.offset, parameter->self.section,
			 image->sections[parameter->self.section].name,
			 member);
}

static bool is_parameter_name(const char *name)
{
	uint32_t length;
	char c;

	for (length = 0; name[length]; length++) {
		c = name[length];
		if (length == IMAGE_NAME_MAX)
			return false;
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return length > 0;
}

static int read_strings(const struct image *image, uint32_t number,
			struct image_parameter *parameter, struct log *log)
{
	struct image_place name, description;
	int error;

	error = read_pointer(image, parameter, MEMBER(name), "name", &name,
			     log);
	if (!error)
		error = read_pointer(image, parameter, MEMBER(description),
				     "description", &description, log);
	if (error)
		return error;
	parameter->name = image_string(image, name);
	if (!parameter->name || !is_parameter_name(parameter->name))
		return log_error(log, ENOEXEC,
				 "parameter %u: its name isn't 1 to %u of [A-Za-z0-9_]",
				 number, IMAGE_NAME_MAX);
	if (!description.section)
		return 0;
	parameter->description = image_string(image, description);
	if (!parameter->description || !image_is_text(parameter->description))
		return log_error(log, ENOEXEC,
				 PARAMETER_AT
				 ": its description isn't a string of at most %u bytes without control characters",
				 number, parameter->name, IMAGE_STRING_MAX);
	return 0;
}

static int check_numbers(uint32_t number,
			 const struct image_parameter *parameter,
			 struct log *log)
{
	bool is_string = parameter->type == BANOS_PARAMETER_STRING;
	uint32_t least = is_string ? 1 : 0;
	uint32_t most = is_string ? IMAGE_PARAMETER_STRING_MAX : 0;
	uint32_t known = BANOS_PARAMETER_WRITABLE | BANOS_PARAMETER_PUBLIC;

	if (parameter->type < BANOS_PARAMETER_BOOL ||
	    parameter->type > BANOS_PARAMETER_STRING)
		return log_error(log, ENOEXEC,
				 PARAMETER_AT
				 ": its type is %u, which is unknown: the image may need a newer banos",
				 number, parameter->name, parameter->type);
	if (parameter->flags & ~known)
		return log_error(log, ENOEXEC,
				 PARAMETER_AT
				 ": its flags are 0x%x, of which 0x%x are unknown: the image may need a newer banos",
				 number, parameter->name, parameter->flags,
				 parameter->flags & ~known);
	if (parameter->capacity < least || parameter->capacity > most)
		return log_error(log, ENOEXEC,
				 PARAMETER_AT ": its capacity is %" PRIu64
				 ", expected 1 to %u for a string, and 0 for anything else",
				 number, parameter->name, parameter->capacity,
				 IMAGE_PARAMETER_STRING_MAX);
	if (parameter->elements > (is_string ? 0 : IMAGE_ELEMENTS_MAX))
		return log_error(log, ENOEXEC,
				 PARAMETER_AT ": it has %" PRIu64
				 " elements, expected 0 for a string, and at most %u for anything else",
				 number, parameter->name, parameter->elements,
				 IMAGE_ELEMENTS_MAX);
	return 0;
}

/* Is there room for @size bytes, aligned, in the data pool? */
static bool is_variable(const struct image *image, struct image_place place,
			uint64_t size, uint64_t alignment)
{
	const struct image_section *section = &image->sections[place.section];

	return place.section && section->pool == IMAGE_DATA &&
	       image_range(place.offset, size, section->size) &&
	       !(place.offset % alignment) &&
	       image->headers[place.section].sh_addralign >= alignment;
}

static int check_value(const struct image *image, uint32_t number,
		       const struct image_parameter *parameter, struct log *log)
{
	uint64_t element = element_sizes[parameter->type];
	uint64_t size = element;

	if (parameter->type == BANOS_PARAMETER_STRING)
		size = parameter->capacity;
	else if (parameter->elements)
		size = element * parameter->elements;
	if (is_variable(image, parameter->value, size, element))
		return 0;
	return log_error(log, ENOEXEC,
			 PARAMETER_AT ": its value isn't a variable of %" PRIu64
			 " bytes, aligned to %" PRIu64 ", in a writable section",
			 number, parameter->name, size, element);
}

static int check_count(const struct image *image, uint32_t number,
		       const struct image_parameter *parameter, struct log *log)
{
	if (!parameter->count.section)
		return 0;
	if (parameter->elements && is_variable(image, parameter->count, 8, 8))
		return 0;
	return log_error(log, ENOEXEC,
			 PARAMETER_AT
			 ": its count isn't a variable of 8 bytes, aligned to 8, in a writable section, or it isn't an array",
			 number, parameter->name);
}

static int check_changed(const struct image *image, uint32_t number,
			 const struct image_parameter *parameter,
			 struct log *log)
{
	uint32_t section = parameter->changed.section;

	if (!section || image->sections[section].pool == IMAGE_TEXT)
		return 0;
	return log_error(log, ENOEXEC,
			 PARAMETER_AT ": changed points into " SECTION_AT
			 ", expected an executable section",
			 number, parameter->name, section,
			 image->sections[section].name);
}

static int read_places(const struct image *image, uint32_t number,
		       struct image_parameter *parameter, struct log *log)
{
	int error;

	error = read_pointer(image, parameter, MEMBER(value), "value",
			     &parameter->value, log);
	if (!error)
		error = read_pointer(image, parameter, MEMBER(count), "count",
				     &parameter->count, log);
	if (!error)
		error = read_pointer(image, parameter, MEMBER(changed),
				     "changed", &parameter->changed, log);
	if (!error)
		error = check_value(image, number, parameter, log);
	if (!error)
		error = check_count(image, number, parameter, log);
	if (!error)
		error = check_changed(image, number, parameter, log);
	return error;
}

static void read_numbers(const unsigned char *bytes,
			 struct image_parameter *parameter)
{
	parameter->type = image_get32(bytes + MEMBER(type));
	parameter->flags = image_get32(bytes + MEMBER(flags));
	parameter->capacity = image_get64(bytes + MEMBER(capacity));
	parameter->elements = image_get64(bytes + MEMBER(elements));
}

static int read_parameter(const struct image *image, uint32_t number,
			  struct image_parameter *parameter, uint64_t stride,
			  struct log *log)
{
	uint64_t known = sizeof(struct banos_parameter);
	struct image_place tail = parameter->self;
	int error;

	tail.offset += known;
	if (!image_is_zero(image, tail, stride - known))
		return log_error(log, ENOEXEC,
				 "parameter %u: members behind the %" PRIu64
				 " bytes that this banos knows are used: the image needs a newer banos",
				 number, known);
	read_numbers(image_bytes(image, parameter->self, known), parameter);
	error = read_strings(image, number, parameter, log);
	if (!error)
		error = check_numbers(number, parameter, log);
	if (!error)
		error = read_places(image, number, parameter, log);
	return error;
}

static bool name_before(const void *context, uint32_t a, uint32_t b)
{
	const struct image_parameter *parameters = context;

	return strcmp(parameters[a].name, parameters[b].name) < 0;
}

static int check_duplicates(const struct image *image, struct log *log)
{
	const struct image_parameter *parameters = image->driver.parameters;
	uint32_t count = image->driver.parameter_count;
	uint32_t *order, i;
	int error = 0;

	order = image_table(count, sizeof(*order));
	if (!order)
		return -ENOMEM;
	for (i = 0; i < count; i++)
		order[i] = i;
	image_sort(order, count, name_before, parameters);
	for (i = 1; !error && i < count; i++) {
		if (!strcmp(parameters[order[i - 1]].name,
			    parameters[order[i]].name))
			error = log_error(log, ENOEXEC,
					  "two parameters are named %.63s",
					  parameters[order[i]].name);
	}
	port_free(order);
	return error;
}

int image_read_parameters(struct image *image, struct image_place array,
			  uint64_t stride, uint64_t count, struct log *log)
{
	struct image_driver *driver = &image->driver;
	struct image_parameter *parameter;
	uint32_t i;
	int error;

	error = check_array(image, array, stride, count, log);
	if (!error)
		error = check_relocated_members(image, array, stride, count,
						log);
	if (error)
		return error;
	driver->parameters = image_table(count, sizeof(*driver->parameters));
	if (!driver->parameters)
		return -ENOMEM;
	driver->parameter_count = (uint32_t)count;
	for (i = 0; !error && i < driver->parameter_count; i++) {
		parameter = &driver->parameters[i];
		parameter->self.section = array.section;
		parameter->self.offset = array.offset + i * stride;
		error = read_parameter(image, i, parameter, stride, log);
	}
	if (!error)
		error = check_duplicates(image, log);
	return error;
}

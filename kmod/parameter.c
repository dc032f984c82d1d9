// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Parameters: see parameter.h, and <banos/parameter.h> for what they mean.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "instance_types.h"
#include "parameter.h"

/* Bytes of one element, or 0: a string. */
static size_t element_size(u32 type)
{
	switch (type) {
	case BANOS_PARAMETER_BOOL:
		return sizeof(bool);
	case BANOS_PARAMETER_INT32:
	case BANOS_PARAMETER_UINT32:
		return sizeof(u32);
	case BANOS_PARAMETER_INT64:
	case BANOS_PARAMETER_UINT64:
		return sizeof(u64);
	default:
		return 0;
	}
}

static const char *type_name(u32 type)
{
	static const char * const names[] = {
		[BANOS_PARAMETER_BOOL] = "bool",
		[BANOS_PARAMETER_INT32] = "int32",
		[BANOS_PARAMETER_UINT32] = "uint32",
		[BANOS_PARAMETER_INT64] = "int64",
		[BANOS_PARAMETER_UINT64] = "uint64",
		[BANOS_PARAMETER_STRING] = "string",
	};

	return type < ARRAY_SIZE(names) && names[type] ? names[type] : "?";
}

static int parse_bool(const char *text, bool *value)
{
	if (!strcasecmp(text, "yes") || !strcasecmp(text, "true"))
		*value = true;
	else if (!strcasecmp(text, "no") || !strcasecmp(text, "false"))
		*value = false;
	else if (strlen(text) == 1 || !strcasecmp(text, "on") ||
		 !strcasecmp(text, "off"))
		return kstrtobool(text, value);
	else
		return -EINVAL;
	return 0;
}

/* One element, with a single store. */
static int store_element(u32 type, void *where, const char *text)
{
	union {
		bool b;
		s32 s;
		u32 u;
		s64 sll;
		u64 ull;
	} value;
	int error = -EINVAL;

	switch (type) {
	case BANOS_PARAMETER_BOOL:
		error = parse_bool(text, &value.b);
		if (!error)
			WRITE_ONCE(*(bool *)where, value.b);
		break;
	case BANOS_PARAMETER_INT32:
		error = kstrtos32(text, 0, &value.s);
		if (!error)
			WRITE_ONCE(*(s32 *)where, value.s);
		break;
	case BANOS_PARAMETER_UINT32:
		error = kstrtou32(text, 0, &value.u);
		if (!error)
			WRITE_ONCE(*(u32 *)where, value.u);
		break;
	case BANOS_PARAMETER_INT64:
		error = kstrtos64(text, 0, &value.sll);
		if (!error)
			WRITE_ONCE(*(s64 *)where, value.sll);
		break;
	case BANOS_PARAMETER_UINT64:
		error = kstrtou64(text, 0, &value.ull);
		if (!error)
			WRITE_ONCE(*(u64 *)where, value.ull);
		break;
	}
	return error;
}

static int store_string(const struct parameter *parameter, const char *text)
{
	if (strlen(text) >= parameter->capacity)
		return -E2BIG;
	strscpy(parameter->value, text, parameter->capacity);
	return 0;
}

/* Parsed aside first: a list with one bad element changes nothing. */
static int store_array(const struct parameter *parameter, char *text)
{
	size_t size = element_size(parameter->type);
	char *values, *element;
	u64 count = 0;
	int error = 0;

	values = kvcalloc(parameter->elements, size, GFP_KERNEL);
	if (!values)
		return -ENOMEM;
	while (!error && (element = strsep(&text, ","))) {
		if (count == parameter->elements)
			error = -E2BIG;
		else
			error = store_element(parameter->type,
					      values + count * size, element);
		count++;
	}
	if (!error) {
		memcpy(parameter->value, values, count * size);
		if (parameter->count)
			WRITE_ONCE(*parameter->count, count);
	}
	kvfree(values);
	return error;
}

/* The text is changed on the way. */
static int store_value(const struct parameter *parameter, char *text)
{
	if (parameter->type == BANOS_PARAMETER_STRING)
		return store_string(parameter, text);
	if (parameter->elements)
		return store_array(parameter, text);
	return store_element(parameter->type, parameter->value, text);
}

static ssize_t show_element(u32 type, const void *where, char *to, size_t room)
{
	switch (type) {
	case BANOS_PARAMETER_BOOL:
		return scnprintf(to, room, "%c",
				 READ_ONCE(*(u8 *)where) ? 'Y' : 'N');
	case BANOS_PARAMETER_INT32:
		return scnprintf(to, room, "%d", READ_ONCE(*(s32 *)where));
	case BANOS_PARAMETER_UINT32:
		return scnprintf(to, room, "%u", READ_ONCE(*(u32 *)where));
	case BANOS_PARAMETER_INT64:
		return scnprintf(to, room, "%lld", READ_ONCE(*(s64 *)where));
	default:
		return scnprintf(to, room, "%llu", READ_ONCE(*(u64 *)where));
	}
}

/* A sysfs file is a page: a list that doesn't fit ends with "...". */
static ssize_t show_array(const struct parameter *parameter, char *to)
{
	size_t size = element_size(parameter->type);
	u64 i, count = parameter->elements;
	ssize_t used = 0;

	if (parameter->count)
		count = min(count, READ_ONCE(*parameter->count));
	for (i = 0; i < count; i++) {
		if (PAGE_SIZE - used < 32)
			return used + scnprintf(to + used, 5, "...\n");
		if (i)
			to[used++] = ',';
		used += show_element(parameter->type,
				     (char *)parameter->value + i * size,
				     to + used, PAGE_SIZE - used);
	}
	return used + scnprintf(to + used, PAGE_SIZE - used, "\n");
}

static ssize_t show_value(const struct parameter *parameter, char *to)
{
	ssize_t used;

	if (parameter->type == BANOS_PARAMETER_STRING)
		return scnprintf(to, PAGE_SIZE, "%.*s\n",
				 (int)parameter->capacity,
				 (char *)parameter->value);
	if (parameter->elements)
		return show_array(parameter, to);
	used = show_element(parameter->type, parameter->value, to, PAGE_SIZE);
	return used + scnprintf(to + used, PAGE_SIZE - used, "\n");
}

static ssize_t parameter_show(struct kobject *kobject,
			      struct kobj_attribute *attribute, char *to)
{
	struct parameter *parameter = container_of(attribute, struct parameter,
						   attribute);
	ssize_t used;

	/* The image's memory stays until the file is gone from sysfs. */
	mutex_lock(parameter->lock);
	used = show_value(parameter, to);
	mutex_unlock(parameter->lock);
	return used;
}

static int call_changed(const struct parameter *parameter)
{
	struct instance *instance = parameter->instance;
	int error;

	if (!parameter->changed)
		return 0;
	error = parameter->changed(instance->driver, parameter->in_image);
	return error > 0 ? -EINVAL : error;
}

static int write_parameter(const struct parameter *parameter, char *text)
{
	int error;

	if (!instance_enter(parameter->instance))
		return -ENODEV;
	mutex_lock(parameter->lock);
	error = store_value(parameter, text);
	if (!error)
		error = call_changed(parameter);
	mutex_unlock(parameter->lock);
	instance_exit(parameter->instance);
	return error;
}

static ssize_t parameter_store(struct kobject *kobject,
			       struct kobj_attribute *attribute,
			       const char *from, size_t size)
{
	struct parameter *parameter = container_of(attribute, struct parameter,
						   attribute);
	char *text = kstrndup(from, size, GFP_KERNEL);
	int error;

	if (!text)
		return -ENOMEM;
	if (size && text[size - 1] == '\n')
		text[size - 1] = '\0';
	error = write_parameter(parameter, text);
	kfree(text);
	return error ? error : size;
}

static struct parameter *find_parameter(struct parameters *parameters,
					const char *name, size_t length)
{
	const char *candidate;
	u32 i;

	for (i = 0; parameters && i < parameters->count; i++) {
		candidate = parameters->table[i].attribute.attr.name;
		if (strlen(candidate) == length &&
		    !memcmp(candidate, name, length))
			return &parameters->table[i];
	}
	return NULL;
}

static int refuse_value(const struct parameter *parameter, const char *text,
			int error, struct log *log)
{
	const char *name = parameter->attribute.attr.name;

	if (error == -ENOMEM)
		return error;
	if (error == -E2BIG && parameter->elements)
		return log_error(log, EINVAL,
				 "parameter %s: at most %llu elements, found \"%s\"",
				 name, parameter->elements, text);
	if (error == -E2BIG)
		return log_error(log, EINVAL,
				 "parameter %s: at most %llu bytes, found %zu",
				 name, parameter->capacity - 1, strlen(text));
	if (error == -ERANGE)
		return log_error(log, EINVAL,
				 "parameter %s: \"%s\" is out of range of %s",
				 name, text, type_name(parameter->type));
	return log_error(log, EINVAL, "parameter %s: expected %s%s, found \"%s\"",
			 name, parameter->elements ? "a list of " : "",
			 type_name(parameter->type), text);
}

static int set_one(struct instance *instance, const char *text, struct log *log)
{
	const char *value = strchr(text, '=');
	struct parameter *parameter;
	char *copy;
	int error;

	if (!value)
		return log_error(log, EINVAL,
				 "parameter \"%s\": expected name=value", text);
	parameter = find_parameter(instance->parameters, text, value - text);
	if (!parameter)
		return log_error(log, EINVAL, "%s has no parameter \"%.*s\"",
				 instance->name, (int)(value - text), text);
	value++;
	copy = kstrdup(value, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	error = store_value(parameter, copy);
	kfree(copy);
	return error ? refuse_value(parameter, value, error, log) : 0;
}

int parameters_set(struct instance *instance, const char *text, size_t size,
		   struct log *log)
{
	size_t position = 0;
	int error = 0;

	while (!error && position < size) {
		error = set_one(instance, text + position, log);
		position += strlen(text + position) + 1;
	}
	return error;
}

static u16 file_mode(u32 flags)
{
	u16 mode = flags & BANOS_PARAMETER_PUBLIC ? 0444 : 0400;

	return flags & BANOS_PARAMETER_WRITABLE ? mode | 0200 : mode;
}

static void describe(struct parameters *parameters, u32 index,
		     struct instance *instance,
		     const struct image_parameter *from,
		     const struct image *image,
		     const struct image_addresses *addresses)
{
	struct parameter *parameter = &parameters->table[index];

	parameter->instance = instance;
	parameter->lock = &parameters->lock;
	parameter->type = from->type;
	parameter->flags = from->flags;
	parameter->capacity = from->capacity;
	parameter->elements = from->elements;
	parameter->in_image = (void *)image_address(image, addresses,
						    from->self);
	parameter->value = (void *)image_address(image, addresses, from->value);
	parameter->count = (void *)image_address(image, addresses, from->count);
	parameter->changed = (void *)image_address(image, addresses,
						   from->changed);
	sysfs_attr_init(&parameter->attribute.attr);
	parameter->attribute.attr.mode = file_mode(from->flags);
	parameter->attribute.show = parameter_show;
	parameter->attribute.store = parameter_store;
	parameters->attributes[index] = &parameter->attribute.attr;
}

/* The names must outlive the image's file. */
static int copy_names(struct parameters *parameters, const struct image *image)
{
	size_t size = 1;
	char *to;
	u32 i;

	for (i = 0; i < parameters->count; i++)
		size += strlen(image->driver.parameters[i].name) + 1;
	parameters->strings = kmalloc(size, GFP_KERNEL);
	if (!parameters->strings)
		return -ENOMEM;
	to = parameters->strings;
	for (i = 0; i < parameters->count; i++) {
		parameters->table[i].attribute.attr.name =
			keep_string(&to, image->driver.parameters[i].name);
	}
	return 0;
}

int parameters_create(struct instance *instance, const struct image *image,
		      const struct image_addresses *addresses)
{
	u32 i, count = image->driver.parameter_count;
	struct parameters *parameters;

	if (!count)
		return 0;
	parameters = kzalloc(struct_size(parameters, table, count), GFP_KERNEL);
	if (!parameters)
		return -ENOMEM;
	instance->parameters = parameters;
	mutex_init(&parameters->lock);
	parameters->count = count;
	parameters->attributes = kcalloc(count + 1, sizeof(void *), GFP_KERNEL);
	if (!parameters->attributes || copy_names(parameters, image))
		return -ENOMEM;
	for (i = 0; i < count; i++)
		describe(parameters, i, instance, &image->driver.parameters[i],
			 image, addresses);
	parameters->group.name = "parameters";
	parameters->group.attrs = parameters->attributes;
	return 0;
}

void parameters_free(struct parameters *parameters)
{
	if (!parameters)
		return;
	kfree(parameters->strings);
	kfree(parameters->attributes);
	kfree(parameters);
}

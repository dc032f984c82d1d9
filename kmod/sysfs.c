// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The instances' files in sysfs: see sysfs.h.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "instance_types.h"
#include "handle_types.h"
#include "digest.h"
#include "parameter.h"
#include "shim/compat/kobject.h"
#include "sysfs.h"

/* Its name is the SUBSYSTEM of the uevents. */
static struct kset *banos_kset;
static struct kobject *instances_kobject;

static struct instance *to_instance(struct kobject *kobject)
{
	return container_of(kobject, struct instance, kobject);
}

#define FILE(file, format, ...)                                               \
	static ssize_t file##_show(struct kobject *kobject,                   \
				   struct kobj_attribute *attribute,          \
				   char *to)                                  \
	{                                                                     \
		struct instance *instance = to_instance(kobject);             \
									      \
		return sysfs_emit(to, format "\n", __VA_ARGS__);              \
	}                                                                     \
	static struct kobj_attribute file##_attribute = __ATTR_RO(file)

FILE(name, "%s", instance->name);
FILE(license, "%s", instance->license);
FILE(version, BANOS_VERSION_FORMAT, BANOS_VERSION_PARTS(instance->version));
FILE(references, "%u", READ_ONCE(instance->dependent_count));
FILE(text, "%zu", instance->parts[IMAGE_TEXT].size);
FILE(rodata, "%zu", instance->parts[IMAGE_RODATA].size);
FILE(data, "%zu", instance->parts[IMAGE_DATA].size);
FILE(heap, "%ld", atomic_long_read(&instance->heap));

static ssize_t image_show(struct kobject *kobject,
			  struct kobj_attribute *attribute, char *to)
{
	struct instance *instance = to_instance(kobject);

	digest_wait(instance);
	return sysfs_emit(to, "%*phN\n", (int)sizeof(instance->image_hash),
			  instance->image_hash);
}

static struct kobj_attribute image_attribute = __ATTR_RO(image);

static ssize_t state_show(struct kobject *kobject,
			  struct kobj_attribute *attribute, char *to)
{
	static const char * const states[] = {
		[BANOS_INSTALLING] = "installing",
		[BANOS_LIVE] = "live",
		[BANOS_LEAVING] = "leaving",
	};

	return sysfs_emit(to, "%s\n",
			  states[READ_ONCE(to_instance(kobject)->state)]);
}

static struct kobj_attribute state_attribute = __ATTR_RO(state);

static ssize_t exports_show(struct kobject *kobject,
			    struct kobj_attribute *attribute, char *to)
{
	struct instance *instance = to_instance(kobject);
	int used = 0;
	u32 i;

	for (i = 0; i < instance->export_count; i++)
		used += sysfs_emit_at(to, used, "%s\n",
				      instance->exports[i].name);
	return used;
}

static struct kobj_attribute exports_attribute = __ATTR_RO(exports);

/* One sentence a line, as EBUSY has them: who keeps it from being removed. */
static ssize_t holders_show(struct kobject *kobject,
			    struct kobj_attribute *attribute, char *to)
{
	struct log log = { .buffer = to, .size = PAGE_SIZE };
	struct instance *instance = to_instance(kobject);

	to[0] = '\0';
	dependents_say(instance, &log);
	handles_holders(instance, &log);
	return min_t(size_t, log.used, PAGE_SIZE - 1);
}

static struct kobj_attribute holders_attribute = __ATTR_RO(holders);

static struct attribute *main_attributes[] = {
	&name_attribute.attr, &version_attribute.attr, &license_attribute.attr,
	&image_attribute.attr, &state_attribute.attr, &references_attribute.attr,
	&holders_attribute.attr, &exports_attribute.attr, NULL,
};

static struct attribute *memory_attributes[] = {
	&text_attribute.attr, &rodata_attribute.attr, &data_attribute.attr,
	&heap_attribute.attr, NULL,
};

static const struct attribute_group main_group = {
	.attrs = main_attributes,
};

static const struct attribute_group memory_group = {
	.name = "memory",
	.attrs = memory_attributes,
};

static const struct attribute_group *groups[] = {
	&main_group, &memory_group, NULL,
};

static const struct kobj_type instance_type = {
	.release = instance_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = groups,
};

void sysfs_prepare(struct kobject *kobject)
{
	kobject->kset = banos_kset;
	compat_kobject_init(kobject, &instance_type);
}

int sysfs_add(struct instance *instance)
{
	int error = kobject_add(&instance->kobject, instances_kobject, "%llu",
				instance->id);

	if (error)
		return error;
	instance->in_sysfs = true;
	if (!instance->parameters)
		return 0;
	error = sysfs_create_group(&instance->kobject,
				   &instance->parameters->group);
	if (error)
		sysfs_remove(instance);
	return error;
}

void sysfs_remove(struct instance *instance)
{
	if (!instance->in_sysfs)
		return;
	instance->in_sysfs = false;
	kobject_del(&instance->kobject);
}

void sysfs_announce(struct instance *instance, enum kobject_action action)
{
	char id[32], name[16 + BANOS_NAME_SIZE], version[48];
	char *environment[4] = { id, name, version, NULL };

	snprintf(id, sizeof(id), "BANOS_ID=%llu", instance->id);
	snprintf(name, sizeof(name), "BANOS_NAME=%s", instance->name);
	snprintf(version, sizeof(version), "BANOS_VERSION=" BANOS_VERSION_FORMAT,
		 BANOS_VERSION_PARTS(instance->version));
	kobject_uevent_env(&instance->kobject, action, environment);
}

int sysfs_init(void)
{
	banos_kset = kset_create_and_add("banos", NULL, kernel_kobj);
	if (!banos_kset)
		return -ENOMEM;
	instances_kobject = kobject_create_and_add("instances",
						   &banos_kset->kobj);
	if (!instances_kobject) {
		kset_unregister(banos_kset);
		return -ENOMEM;
	}
	return 0;
}

void sysfs_exit(void)
{
	kobject_del(instances_kobject);
	kobject_put(instances_kobject);
	kset_unregister(banos_kset);
}

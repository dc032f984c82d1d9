// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Installing an image: a list of steps. A step that fails leaves what it did
 * to teardown(), which undoes all that an instance has. The last step that
 * can fail is the driver's own init().
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "arch/text.h"
#include "digest.h"
#include "install.h"
#include "instance_types.h"
#include "names.h"
#include "parameter.h"
#include "policy.h"
#include "read_buffer.h"
#include "shim.h"
#include "shim/compat/kernel_read_file.h"
#include "symbol_types.h"
#include "sysfs.h"
#include "teardown.h"

/* A driver whose init() failed while its device was being used: how often to
 * tell that calls into it have not ended yet.
 */
#define RETRY_MS 10000

/**
 * struct load - what an install needs until it has ended
 * @file:      what was read of it, once
 * @size:      of the file
 * @image:     described from @file
 * @addresses: where its parts will be
 * @import:    address of each of the image's imports
 * @opened:    where the parts are written to
 * @instance:  what becomes of it
 * @log:       of the command
 */
struct load {
	struct read_buffer file;
	size_t size;
	struct image image;
	struct image_addresses addresses;
	u64 *import;
	unsigned char *opened[IMAGE_POOLS];
	struct instance *instance;
	struct log *log;
};

static int read_image(struct load *load, struct file *file)
{
	ssize_t size;

	if (!file || !(file->f_mode & FMODE_READ))
		return log_error(load->log, EBADF,
				 "the image's file isn't open for reading");
	size = i_size_read(file_inode(file));
	if (size > IMAGE_SIZE_MAX)
		return log_error(load->log, EFBIG,
				 "the image is larger than %u MiB",
				 IMAGE_SIZE_MAX >> 20);
	load->file = read_buffer_take(size);
	if (!load->file.bytes)
		return -ENOMEM;
	size = compat_kernel_read_file(file, &load->file.bytes,
				       load->file.capacity, READING_MODULE);
	if (size < 0)
		return log_error(load->log, (int)-size,
				 "the image's file can't be read (error %d)",
				 (int)-size);
	load->size = size;
	return 0;
}

/* What it wants the newer banos for, as far as can be told: or NULL. */
static const char *export_of_newer(const struct image *image)
{
	const struct image_import *import = image->imports;
	u32 i;

	for (i = 0; i < image->import_count; i++, import++) {
		if (import->used && !import->weak &&
		    strncmp(import->name, "banos_x_", 8) &&
		    !text_thunk(import->name) && !symbol_shim(import->name))
			return import->name;
	}
	return NULL;
}

static int refuse_newer(struct load *load)
{
	const struct image_driver *driver = &load->image.driver;
	const char *export = export_of_newer(&load->image);

	return log_error(load->log, ENOPKG,
			 "%s needs banos %u.%u.%u or newer%s%s; this is %u.%u.%u",
			 driver->name,
			 BANOS_VERSION_PARTS(driver->minimal_banos_version),
			 export ? ", for " : "", export ?: "",
			 BANOS_VERSION_PARTS(BANOS_VERSION_CURRENT));
}

/*
 * Before 1.0 an image suits the shims of its own 0.x; those of the original
 * system, revision 0, suit every one.
 */
static int check_version(struct load *load)
{
	const struct image_driver *driver = &load->image.driver;
	u32 needs = driver->minimal_banos_version;
	u32 have = BANOS_VERSION_CURRENT;

	if (needs > have)
		return refuse_newer(load);
	if (driver->driver_size == BANOS_DRIVER_SIZE_REVISION_0 ||
	    BANOS_VERSION_MAJOR(needs) || needs >> 16 == have >> 16)
		return 0;
	return log_error(load->log, ENOPKG,
			 "%s is for banos 0.%u alone; this is %u.%u.%u",
			 driver->name, BANOS_VERSION_MINOR(needs),
			 BANOS_VERSION_PARTS(have));
}

/* Rules that depend on this shim and this machine. */
static int check_image(struct load *load)
{
	const struct image_driver *driver = &load->image.driver;
	int error = check_version(load);

	if (error)
		return error;
	if (text_ibt_enforced() && !(load->image.features & BANOS_IMAGE_IBT))
		return log_error(load->log, ENOEXEC,
				 "%s lacks IBT (-fcf-protection=branch), which this kernel enforces",
				 driver->name);
	if (!(load->image.features & BANOS_IMAGE_RETURN_THUNKS))
		log_say(load->log, "%s: returns are unmitigated: compiled without return thunks",
			driver->name);
	return 0;
}

/* Everything of the file that outlives it, as strings in one allocation. */
static size_t strings_size(const struct image *image)
{
	const struct image_driver *driver = &image->driver;
	size_t size = strlen(driver->name) + 1;
	u32 i;

	size += strlen(driver->license ?: "") + 1;
	size += strlen(driver->description ?: "") + 1;
	size += strlen(driver->author ?: "") + 1;
	for (i = 0; i < image->export_count; i++)
		size += strlen(image->exports[i].name) + 1;
	for (i = 0; i < image->import_count; i++)
		size += strlen(image->imports[i].name) + 1;
	return size;
}

static int describe_names(struct instance *instance, const struct image *image)
{
	const struct image_driver *driver = &image->driver;
	char *position;
	u32 i;

	instance->strings = kvmalloc(strings_size(image), GFP_KERNEL);
	instance->exports = kvcalloc(image->export_count,
				     sizeof(*instance->exports), GFP_KERNEL);
	instance->imports = kvcalloc(image->import_count,
				     sizeof(*instance->imports), GFP_KERNEL);
	if (!instance->strings ||
	    (image->export_count && !instance->exports) ||
	    (image->import_count && !instance->imports))
		return -ENOMEM;
	position = instance->strings;
	instance->name = keep_string(&position, driver->name);
	instance->license = keep_string(&position, driver->license);
	instance->description = keep_string(&position, driver->description);
	instance->author = keep_string(&position, driver->author);
	for (i = 0; i < image->export_count; i++)
		instance->exports[i].name =
			keep_string(&position, image->exports[i].name);
	for (i = 0; i < image->import_count; i++)
		instance->imports[i].name =
			keep_string(&position, image->imports[i].name);
	return 0;
}

static int describe_instance(struct load *load)
{
	const struct image_driver *driver = &load->image.driver;
	struct instance *instance = load->instance;

	instance->version = driver->version;
	instance->minimal_banos_version = driver->minimal_banos_version;
	instance->features = load->image.features;
	instance->gpl_compatible = image_license_is_gpl(driver->license);
	instance->installed_ns = ktime_get_real_ns();
	return describe_names(instance, &load->image);
}

static int allocate_arenas(struct load *load)
{
	const struct image *image = &load->image;
	struct placement *part;
	enum image_pool pool;

	for (pool = 0; pool < IMAGE_POOLS; pool++) {
		if (!image->pool_size[pool])
			continue;
		part = &load->instance->parts[pool];
		part->address = arena_allocate(pool, image->pool_size[pool],
					       image->pool_alignment[pool]);
		if (!part->address)
			return log_error(load->log, ENOMEM,
					 "no room in the %s arena for %llu bytes: %llu of %llu are in use",
					 arena_name(pool),
					 (u64)image->pool_size[pool],
					 arena_usage(pool).used,
					 arena_usage(pool).size);
		part->size = image->pool_size[pool];
		load->addresses.pool[pool] = (u64)part->address;
	}
	return 0;
}

static int refuse_import(struct load *load, const struct image_import *import,
			 const struct symbol_binding *binding, int error)
{
	const struct image_driver *driver = &load->image.driver;

	switch (error) {
	case -ENOENT:
		return log_error(load->log, ENOENT,
				 "%s needs %s: neither banos %u.%u.%u nor an installed driver offers it",
				 driver->name, import->name,
				 BANOS_VERSION_PARTS(BANOS_VERSION_CURRENT));
	case -EOPNOTSUPP:
		return log_error(load->log, EOPNOTSUPP,
				 "%s needs %s, which is unsupported on this kernel: %s",
				 driver->name, import->name,
				 binding->symbol->shim->reason);
	case -EACCES:
		return log_error(load->log, EACCES,
				 "%s needs %s, which is for GPL-compatible images only; its licence is \"%s\"",
				 driver->name, import->name,
				 driver->license ?: "");
	}
	return error;
}

static bool is_gpl_only(const struct symbol *symbol)
{
	return symbol->shim && symbol->shim->gpl_only;
}

static int bind_import(struct load *load, u32 index)
{
	const struct image_import *import = &load->image.imports[index];
	struct import *record = &load->instance->imports[index];
	struct symbol_binding binding;
	int error;

	error = symbol_bind(load->instance, import->name, &binding);
	if (error && (error == -ENOMEM || !import->weak))
		return refuse_import(load, import, &binding, error);
	load->import[index] = (u64)binding.address;
	record->provider = binding.provider;
	if (error)
		record->flags |= BANOS_SYMBOL_ABSENT;
	if (import->weak)
		record->flags |= BANOS_SYMBOL_WEAK;
	if (binding.symbol && is_gpl_only(binding.symbol))
		record->flags |= BANOS_SYMBOL_GPL_ONLY;
	return 0;
}

/* The compiler's thunks are banos.ko's own; the rest are symbols. */
static int bind_imports(struct load *load)
{
	const struct image_import *import;
	void *thunk;
	int error;
	u32 i;

	for (i = 0; i < load->image.import_count; i++) {
		import = &load->image.imports[i];
		thunk = text_thunk(import->name);
		if (thunk || !import->used) {
			load->import[i] = (u64)thunk;
			load->instance->imports[i].name = NULL;
			continue;
		}
		error = bind_import(load, i);
		if (error)
			return error;
	}
	load->instance->import_count = load->image.import_count;
	return 0;
}

static int add_exports(struct load *load)
{
	struct instance *instance = load->instance;
	const struct image *image = &load->image;
	int error;
	u32 i;

	for (i = 0; i < image->export_count; i++) {
		instance->exports[i].provider = instance;
		instance->exports[i].address =
			(void *)image_address(image, &load->addresses,
					      image->exports[i].place);
		if (strncmp(image->exports[i].name, "banos_x_", 8))
			log_say(load->log,
				"export %s: drivers' names should begin with banos_x_%s_",
				image->exports[i].name, instance->name);
	}
	instance->export_count = image->export_count;
	error = symbols_add(instance, load->log);
	instance->has_symbols = !error;
	return error;
}

/* Names in and names out, in one go: nobody may change the table between. */
static int link_image(struct load *load)
{
	int error;

	load->import = kvcalloc(load->image.import_count, sizeof(u64),
				GFP_KERNEL);
	if (load->image.import_count && !load->import)
		return -ENOMEM;
	load->addresses.import = load->import;
	load->addresses.missing_call = (u64)text_missing();
	load->addresses.instance = (u64)load->instance;
	load->addresses.print_for = (u64)print_line_for;
	load->addresses.lookup_for = (u64)symbol_lookup_for;
	mutex_lock(&registry_mutex);
	error = bind_imports(load);
	if (!error)
		error = add_exports(load);
	mutex_unlock(&registry_mutex);
	return error;
}

static int open_parts(struct load *load)
{
	struct placement *part;
	enum image_pool pool;

	for (pool = 0; pool < IMAGE_POOLS; pool++) {
		part = &load->instance->parts[pool];
		if (!part->size)
			continue;
		load->opened[pool] = arena_open(pool, part->address, part->size);
		if (!load->opened[pool])
			return -ENOMEM;
	}
	return 0;
}

static void close_parts(struct load *load)
{
	enum image_pool pool;

	for (pool = 0; pool < IMAGE_POOLS; pool++) {
		if (load->opened[pool])
			arena_close(pool, load->opened[pool]);
	}
}

/* A probe is found by comparing. */
static int copy_text(struct instance *instance)
{
	const struct placement *text = &instance->parts[IMAGE_TEXT];

	instance->text_copy = kvmalloc(text->size, GFP_KERNEL);
	if (!instance->text_copy)
		return -ENOMEM;
	memcpy(instance->text_copy, text->address, text->size);
	return 0;
}

static int build_image(struct load *load)
{
	int error = open_parts(load);

	if (!error)
		error = image_build(&load->image, &load->addresses,
				    load->opened, load->log);
	close_parts(load);
	if (error)
		return error;
	text_synchronize();
	return copy_text(load->instance);
}

static void *address_of(const struct load *load, struct image_place place)
{
	return (void *)image_address(&load->image, &load->addresses, place);
}

/* Everything that others can find it by. */
static int publish(struct load *load)
{
	struct instance *instance = load->instance;
	const struct image_driver *driver = &load->image.driver;
	int error;

	instance->driver = address_of(load, driver->self);
	instance->init = address_of(load, driver->init);
	instance->uninit = address_of(load, driver->uninit);
	error = names_add(instance, &load->image, &load->addresses);
	if (!error)
		error = instance_register(instance);
	if (!error)
		error = sysfs_add(instance);
	return error;
}

static int set_parameters(struct load *load, const char *text, size_t size)
{
	int error = parameters_create(load->instance, &load->image,
				      &load->addresses);

	return error ?: parameters_set(load->instance, text, size, load->log);
}

static int call_init(struct load *load)
{
	struct instance *instance = load->instance;
	s64 answer;

	policy_taint(instance->name, instance->gpl_compatible);
	answer = instance->init(instance->driver);
	if (!answer)
		return 0;
	if (answer > 0)
		return log_error(load->log, EINVAL,
				 "init() of %s returned %lld: expected 0 or a negative error",
				 instance->name, answer);
	return log_error(load->log, (int)-abi_error(instance, answer),
			 "init() of %s failed with error %lld", instance->name,
			 -answer);
}

/* Programs may have found its devices already: end that as --detach would. */
static void abandon(struct instance *instance)
{
	names_hide(instance);
	mutex_lock(&registry_mutex);
	WRITE_ONCE(instance->state, BANOS_LEAVING);
	instance->ending = true;
	mutex_unlock(&registry_mutex);
	while (teardown_detach(instance, RETRY_MS))
		pr_warn("banos: init() of %s (instance %llu) failed; waiting for calls into it to end\n",
			instance->name, instance->id);
	teardown(instance);
}

/* Announced under the mutex: once it is live, anybody may uninstall it. */
static void go_live(struct instance *instance)
{
	mutex_lock(&registry_mutex);
	WRITE_ONCE(instance->state, BANOS_LIVE);
	sysfs_announce(instance, KOBJ_ADD);
	mutex_unlock(&registry_mutex);
}

static int prepare(struct load *load, const char *parameters, size_t size)
{
	int error;

	error = describe_instance(load);
	if (!error)
		error = allocate_arenas(load);
	if (!error)
		error = link_image(load);
	if (!error)
		error = build_image(load);
	if (!error)
		error = set_parameters(load, parameters, size);
	if (!error)
		error = publish(load);
	return error;
}

static int run(struct load *load, const char *parameters, size_t size, u64 *id)
{
	int error;

	load->instance = instance_create();
	if (!load->instance)
		return -ENOMEM;
	error = prepare(load, parameters, size);
	if (error) {
		teardown(load->instance);
		return error;
	}
	*id = load->instance->id;
	error = call_init(load);
	if (error) {
		abandon(load->instance);
		return error;
	}
	/* Once it is live, anybody may uninstall it. */
	instance_get(load->instance);
	go_live(load->instance);
	digest_start(load->instance, load->file, load->size);
	load->file.bytes = NULL;
	instance_put(load->instance);
	return 0;
}

static int load_image(struct load *load, struct file *file)
{
	int error;

	error = names_ready();
	if (error)
		return log_error(load->log, -error,
				 "banos.ko is still being loaded");
	error = policy_install(load->log);
	if (!error)
		error = read_image(load, file);
	if (!error)
		error = policy_unsigned(load->log);
	if (!error)
		error = image_parse(&load->image, load->file.bytes, load->size,
				    load->log);
	if (!error)
		error = check_image(load);
	return error;
}

static void discard(struct load *load)
{
	image_discard(&load->image);
	kvfree(load->import);
	read_buffer_give_back(load->file);
}

int install(struct file *file, const char *parameters, size_t parameters_size,
	    u64 *id, struct log *log)
{
	struct load *load = kzalloc(sizeof(*load), GFP_KERNEL);
	int error;

	if (!load)
		return -ENOMEM;
	load->log = log;
	error = load_image(load, file);
	if (!error)
		error = run(load, parameters, parameters_size, id);
	discard(load);
	kfree(load);
	return error;
}

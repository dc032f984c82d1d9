// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Character devices: from creating one to its end. See chrdev.h.
 *
 * All devices are minors of one major number, and one struct cdev covers them
 * all: the kernel looks a cdev up by walking a list, which an xarray does not.
 */
#include <linux/cdev.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include <banos/chrdev.h>

#include "abi.h"
#include "areas.h"
#include "chrdev.h"
#include "compat/device_class.h"
#include "export.h"
#include "instance.h"
#include "log.h"

#define MINORS (MINORMASK + 1)

/* Of the structs, as they first appeared. */
#define OPTIONS_FIRST_SIZE 24
#define OPERATIONS_FIRST_SIZE 72

SHIM_STRUCT(banos_chrdev_options);
SHIM_STRUCT(banos_chrdev_operations);

static DEFINE_XARRAY_ALLOC(devices);
/* Where to look for a free minor next; under the xarray's lock. */
static u32 next_minor;

/*
 * Structs. The last reference of a struct device may be put long after the
 * driver's, and then the kernel calls chrdev_free().
 */
static atomic_t existing;
static DECLARE_WAIT_QUEUE_HEAD(none_exists);

static dev_t first_number;
static struct cdev *all_devices;

static char *node_mode(COMPAT_CLASS_CONST struct device *device, umode_t *mode)
{
	if (mode)
		*mode = container_of(device, struct banos_chrdev, device)->mode;
	return NULL;
}

static struct class *chrdev_class;

static struct banos_chrdev *to_chrdev(struct handle *handle)
{
	return container_of(handle, struct banos_chrdev, handle);
}

struct banos_chrdev *chrdev_find(unsigned int minor)
{
	struct banos_chrdev *device;

	xa_lock(&devices);
	device = xa_load(&devices, minor);
	if (device)
		get_device(&device->device);
	xa_unlock(&devices);
	return device;
}

int chrdev_use(struct banos_chrdev *device)
{
	int error = 0;

	mutex_lock(&device->lock);
	if (device->gone)
		error = -ENODEV;
	else if (!device->users && !instance_enter(device->handle.owner))
		error = -ENODEV;
	else
		device->users++;
	mutex_unlock(&device->lock);
	return error;
}

/* Once it is gone, the reference on the instance's calls is the gate's. */
void chrdev_unuse(struct banos_chrdev *device)
{
	mutex_lock(&device->lock);
	device->users--;
	if (!device->users && !device->gone)
		instance_exit(device->handle.owner);
	mutex_unlock(&device->lock);
}

static void gate_drained(struct gate *gate)
{
	struct banos_chrdev *device =
		container_of(gate, struct banos_chrdev, gate);

	instance_exit(device->handle.owner);
}

/* Nothing gets in any more, and what sleeps wakes up. Again does no harm. */
static void retire(struct banos_chrdev *device)
{
	mutex_lock(&device->lock);
	if (!device->gone) {
		WRITE_ONCE(device->gone, true);
		chrdev_dead_operations(&device->operations);
		if (device->users)
			gate_close(&device->gate);
		else
			gate_close_unused(&device->gate);
	}
	mutex_unlock(&device->lock);
	wake_up_all(&device->woken);
	chrdev_mappings_zap(device);
}

/* Once more: a fault that had passed the gate may have come after the first. */
static void finish(struct banos_chrdev *device, bool call)
{
	gate_wait(&device->gate);
	chrdev_mappings_zap(device);
	chrdev_sever_files(device, call);
}

/* The driver's reference goes; open files may have others. */
static void remove_device(struct banos_chrdev *device)
{
	device_del(&device->device);
	xa_erase(&devices, MINOR(device->device.devt));
	node_name_give_back(&device->name);
	put_device(&device->device);
}

static void say_holder(struct log *log, const struct banos_chrdev *device,
		       const struct chrdev_file *file)
{
	log_say(log, "/dev/%s is %s in process %d (%s)", device->name.text,
		atomic_read(&file->mappings) ? "mapped" : "open",
		(int)file->process, file->command);
}

static unsigned int chrdev_holders(struct handle *handle, struct log *log)
{
	struct banos_chrdev *device = to_chrdev(handle);
	struct chrdev_file *file;
	unsigned int count = 0;

	mutex_lock(&device->lock);
	list_for_each_entry(file, &device->files, node) {
		say_holder(log, device, file);
		count++;
	}
	mutex_unlock(&device->lock);
	return count;
}

static void chrdev_detach(struct handle *handle)
{
	retire(to_chrdev(handle));
}

/* release() may, by mistake, destroy the device. */
static void chrdev_sever(struct handle *handle)
{
	struct banos_chrdev *device = to_chrdev(handle);

	get_device(&device->device);
	finish(device, true);
	put_device(&device->device);
}

/* uninit() has run: the driver is not called any more, for nothing. */
static void chrdev_drain(struct handle *handle)
{
	retire(to_chrdev(handle));
	finish(to_chrdev(handle), false);
}

static void chrdev_release(struct handle *handle)
{
	remove_device(to_chrdev(handle));
}

static const struct handle_class chrdev_handle_class = {
	.name = "character device",
	.holders = chrdev_holders,
	.detach = chrdev_detach,
	.sever = chrdev_sever,
	.drain = chrdev_drain,
	.release = chrdev_release,
};

static void free_device(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct banos_chrdev, rcu));
	if (atomic_dec_and_test(&existing))
		wake_up(&none_exists);
}

/*
 * The last reference of the struct device: the driver may be gone for long.
 * After a grace period this function, too, is known to be over: see
 * chrdev_exit().
 */
static void chrdev_free(struct device *embedded)
{
	struct banos_chrdev *device =
		container_of(embedded, struct banos_chrdev, device);

	chrdev_mappings_destroy(device);
	gate_destroy(&device->gate);
	call_rcu(&device->rcu, free_device);
}

static int read_options(struct banos_chrdev_options *options,
			const struct banos_chrdev_options *given)
{
	int error = abi_copy_struct(options, sizeof(*options),
				    OPTIONS_FIRST_SIZE, given);

	if (error)
		return error;
	if (options->mode & ~0777U || options->flags & ~BANOS_CHRDEV_STREAM)
		return -EINVAL;
	return 0;
}

/* What can fail without the kernel having heard of the device. */
static struct banos_chrdev *
allocate(const struct banos_chrdev_options *options)
{
	struct banos_chrdev *device = kzalloc(sizeof(*device), GFP_KERNEL);
	int error;

	if (!device)
		return ERR_PTR(-ENOMEM);
	error = gate_create(&device->gate, gate_drained);
	if (error)
		goto free;
	error = node_name_take(&device->name, options->name);
	if (error)
		goto destroy_gate;
	mutex_init(&device->lock);
	INIT_LIST_HEAD(&device->files);
	init_waitqueue_head(&device->woken);
	device->flags = options->flags;
	device->mode = options->mode ?: 0600;
	atomic_inc(&existing);
	device_initialize(&device->device);
	device->device.class = chrdev_class;
	device->device.release = chrdev_free;
	return device;
destroy_gate:
	gate_destroy(&device->gate);
free:
	kfree(device);
	return ERR_PTR(error);
}

static int number(struct banos_chrdev *device)
{
	u32 minor;
	int error;

	error = xa_alloc_cyclic(&devices, &minor, device,
				XA_LIMIT(0, MINORS - 1), &next_minor,
				GFP_KERNEL);
	if (error < 0)
		return error == -EBUSY ? -ENOSPC : error;
	device->device.devt = MKDEV(MAJOR(first_number), minor);
	return 0;
}

/* From device_add() on programs find it. */
static int publish(struct instance *owner, struct banos_chrdev *device,
		   struct banos_chrdev **out)
{
	int error;

	error = dev_set_name(&device->device, "%s", device->name.text);
	if (!error && device->operations.mmap)
		error = chrdev_mappings_create(device);
	if (error)
		return error;
	handle_add(owner, &device->handle, &chrdev_handle_class);
	*out = device;
	error = number(device);
	if (error)
		goto remove_handle;
	error = device_add(&device->device);
	if (error)
		goto erase;
	return 0;
erase:
	xa_erase(&devices, MINOR(device->device.devt));
remove_handle:
	handle_remove(&device->handle);
	*out = NULL;
	return error;
}

int32_t banos_chrdev_create(struct banos_driver *driver,
			    const struct banos_chrdev_options *given,
			    const struct banos_chrdev_operations *operations,
			    void *context, struct banos_chrdev **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_chrdev_operations callbacks;
	struct banos_chrdev_options options;
	struct banos_chrdev *device;
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = read_options(&options, given);
	if (!error)
		error = abi_copy_callbacks(owner, &callbacks, sizeof(callbacks),
					   OPERATIONS_FIRST_SIZE, operations);
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	device = allocate(&options);
	if (IS_ERR(device))
		return abi_error_from_kernel(PTR_ERR(device));
	device->operations = callbacks;
	device->context = context;
	chrdev_default_operations(&device->operations);
	error = publish(owner, device, out);
	if (error) {
		node_name_give_back(&device->name);
		put_device(&device->device);
	}
	return abi_error_from_kernel(error);
}
SHIM_EXPORT_GPL(banos_chrdev_create, BANOS_VERSION(0, 9, 0));

void banos_chrdev_destroy(struct banos_chrdev *device)
{
	if (!device || !handle_remove(&device->handle))
		return;
	retire(device);
	finish(device, true);
	remove_device(device);
}
SHIM_EXPORT_GPL(banos_chrdev_destroy, BANOS_VERSION(0, 9, 0));

const char *banos_chrdev_name(const struct banos_chrdev *device)
{
	return device->name.text;
}
SHIM_EXPORT(banos_chrdev_name, BANOS_VERSION(0, 9, 0));

/*
 * The class and the cdev are the kernel's to free: whoever is still in sysfs,
 * or opens a file just now, may be the last to let them go.
 */
static int create_class(void)
{
	struct class *class = compat_class_create("banos");

	if (IS_ERR(class))
		return PTR_ERR(class);
	class->devnode = node_mode;
	chrdev_class = class;
	return 0;
}

static int add_cdev(void)
{
	int error;

	all_devices = cdev_alloc();
	if (!all_devices)
		return -ENOMEM;
	all_devices->ops = &chrdev_file_operations;
	all_devices->owner = THIS_MODULE;
	error = cdev_add(all_devices, first_number, MINORS);
	if (error)
		kobject_put(&all_devices->kobj);
	return error;
}

static int chrdev_init(void)
{
	int error;

	error = create_class();
	if (error)
		return error;
	error = alloc_chrdev_region(&first_number, 0, MINORS, "banos");
	if (error)
		goto destroy_class;
	error = add_cdev();
	if (error)
		goto unregister_region;
	return 0;
unregister_region:
	unregister_chrdev_region(first_number, MINORS);
destroy_class:
	class_destroy(chrdev_class);
	return error;
}

static void chrdev_exit(void)
{
	cdev_del(all_devices);
	unregister_chrdev_region(first_number, MINORS);
	wait_event(none_exists, !atomic_read(&existing));
	class_destroy(chrdev_class);
	/* Also for gates that were drained by a callback that may not be out. */
	rcu_barrier();
	xa_destroy(&devices);
}

const struct area chrdev_area = {
	.name = "chrdev",
	.init = chrdev_init,
	.exit = chrdev_exit,
};

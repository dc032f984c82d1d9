// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 The banos developers */
/*
 * The twin of ../hello, as an ordinary module: the device answers a greeting.
 * For comparison only; a driver for one kernel.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uio.h>

static char name[64] = "world";
module_param_string(name, name, sizeof(name), 0444);
MODULE_PARM_DESC(name, "whom to greet");

static char greeting[80];
static size_t greeting_size;

static ssize_t hello_read_iter(struct kiocb *call, struct iov_iter *to)
{
	size_t start = min_t(u64, call->ki_pos, greeting_size);
	size_t wanted = min(iov_iter_count(to), greeting_size - start);
	size_t copied = copy_to_iter(greeting + start, wanted, to);

	if (!copied && wanted)
		return -EFAULT;
	call->ki_pos += copied;
	return copied;
}

static const struct file_operations hello_operations = {
	.owner = THIS_MODULE,
	.read_iter = hello_read_iter,
};

static dev_t number;
static struct cdev device;
static struct class class = { .name = "native_hello" };

static int __init hello_create(void)
{
	struct device *node;
	int error;

	cdev_init(&device, &hello_operations);
	device.owner = THIS_MODULE;
	error = cdev_add(&device, number, 1);
	if (error)
		return error;
	node = device_create(&class, NULL, number, NULL, "native_hello");
	if (!IS_ERR(node))
		return 0;
	cdev_del(&device);
	return PTR_ERR(node);
}

static int __init native_hello_init(void)
{
	int error;

	greeting_size = scnprintf(greeting, sizeof(greeting), "Hello, %s!\n",
				  name);
	error = alloc_chrdev_region(&number, 0, 1, "native_hello");
	if (error)
		return error;
	error = class_register(&class);
	if (error)
		goto unregister_number;
	error = hello_create();
	if (error)
		goto unregister_class;
	pr_info("ready\n");
	return 0;

unregister_class:
	class_unregister(&class);
unregister_number:
	unregister_chrdev_region(number, 1);
	return error;
}

static void __exit native_hello_exit(void)
{
	device_destroy(&class, number);
	cdev_del(&device);
	class_unregister(&class);
	unregister_chrdev_region(number, 1);
	pr_info("gone\n");
}

module_init(native_hello_init);
module_exit(native_hello_exit);
MODULE_DESCRIPTION("answers a greeting");
MODULE_LICENSE("GPL");

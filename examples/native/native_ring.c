// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 The banos developers */
/*
 * The twin of ../ring, as an ordinary module, with the same behaviour: see
 * ../ring/ring.h. For comparison only; a driver for one kernel.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

#include "ring.h"

#define MOST_RINGS 4096

static unsigned int count = 1;
module_param(count, uint, 0444);
MODULE_PARM_DESC(count, "how many rings; 1 to 4096");

static unsigned int size = 65536;
module_param(size, uint, 0444);
MODULE_PARM_DESC(size, "of each ring, bytes: a power of two from 4096 on");

/*
 * One device. head and tail count the bytes that were written and read since
 * the last reset; only their remainders by the size are places. The mutex
 * guards both, the memory between them and the statistics.
 */
struct ring {
	struct mutex lock; /* see above */
	wait_queue_head_t readers;
	wait_queue_head_t writers;
	char *memory;
	u64 head;
	u64 tail;
	u64 read_waits;
	u64 write_waits;
	dev_t number;
	struct cdev device;
};

static struct ring *rings;
static dev_t first_number;
static struct class class = { .name = "native_ring" };

static u64 ring_used(const struct ring *ring)
{
	return READ_ONCE(ring->head) - READ_ONCE(ring->tail);
}

static int ring_open(struct inode *inode, struct file *file)
{
	file->private_data = container_of(inode->i_cdev, struct ring, device);
	return stream_open(inode, file);
}

/* Bytes from this place to the end of the memory, at most wanted ones. */
static size_t piece_at(u64 position, u64 wanted)
{
	return min_t(u64, wanted, size - (position & (size - 1)));
}

static ssize_t take(struct ring *ring, struct iov_iter *to)
{
	u64 wanted = min_t(u64, ring_used(ring), iov_iter_count(to));
	ssize_t done = 0;

	while (wanted) {
		size_t piece = piece_at(ring->tail, wanted);
		size_t copied = copy_to_iter(ring->memory +
						     (ring->tail & (size - 1)),
					     piece, to);

		WRITE_ONCE(ring->tail, ring->tail + copied);
		done += copied;
		wanted -= copied;
		if (copied < piece)
			return done ? done : -EFAULT;
	}
	return done;
}

static ssize_t put(struct ring *ring, struct iov_iter *from)
{
	u64 wanted = min_t(u64, size - ring_used(ring), iov_iter_count(from));
	ssize_t done = 0;

	while (wanted) {
		size_t piece = piece_at(ring->head, wanted);
		size_t copied = copy_from_iter(ring->memory +
						       (ring->head & (size - 1)),
					       piece, from);

		WRITE_ONCE(ring->head, ring->head + copied);
		done += copied;
		wanted -= copied;
		if (copied < piece)
			return done ? done : -EFAULT;
	}
	return done;
}

/* Takes the lock once the ring is not empty. */
static int lock_for_reading(struct ring *ring, bool nonblocking)
{
	for (;;) {
		if (mutex_lock_interruptible(&ring->lock))
			return -ERESTARTSYS;
		if (ring_used(ring))
			return 0;
		if (!nonblocking)
			ring->read_waits++;
		mutex_unlock(&ring->lock);
		if (nonblocking)
			return -EAGAIN;
		if (wait_event_interruptible(ring->readers, ring_used(ring)))
			return -ERESTARTSYS;
	}
}

/* Takes the lock once the ring is not full. */
static int lock_for_writing(struct ring *ring, bool nonblocking)
{
	for (;;) {
		if (mutex_lock_interruptible(&ring->lock))
			return -ERESTARTSYS;
		if (ring_used(ring) < size)
			return 0;
		if (!nonblocking)
			ring->write_waits++;
		mutex_unlock(&ring->lock);
		if (nonblocking)
			return -EAGAIN;
		if (wait_event_interruptible(ring->writers,
					     ring_used(ring) < size))
			return -ERESTARTSYS;
	}
}

static ssize_t ring_read_iter(struct kiocb *call, struct iov_iter *to)
{
	struct ring *ring = call->ki_filp->private_data;
	ssize_t done;
	int error;

	if (!iov_iter_count(to))
		return 0;
	error = lock_for_reading(ring, call->ki_filp->f_flags & O_NONBLOCK);
	if (error)
		return error;
	done = take(ring, to);
	mutex_unlock(&ring->lock);
	if (done > 0)
		wake_up(&ring->writers);
	return done;
}

static ssize_t ring_write_iter(struct kiocb *call, struct iov_iter *from)
{
	struct ring *ring = call->ki_filp->private_data;
	ssize_t done;
	int error;

	if (!iov_iter_count(from))
		return 0;
	error = lock_for_writing(ring, call->ki_filp->f_flags & O_NONBLOCK);
	if (error)
		return error;
	done = put(ring, from);
	mutex_unlock(&ring->lock);
	if (done > 0)
		wake_up(&ring->readers);
	return done;
}

static __poll_t ring_poll(struct file *file, poll_table *table)
{
	struct ring *ring = file->private_data;
	__poll_t events = 0;
	u64 used;

	poll_wait(file, &ring->readers, table);
	poll_wait(file, &ring->writers, table);
	used = ring_used(ring);
	if (used)
		events |= EPOLLIN | EPOLLRDNORM;
	if (used < size)
		events |= EPOLLOUT | EPOLLWRNORM;
	return events;
}

static int ring_mmap(struct file *file, struct vm_area_struct *area)
{
	struct ring *ring = file->private_data;

	return remap_vmalloc_range(area, ring->memory, area->vm_pgoff);
}

static void reset(struct ring *ring)
{
	mutex_lock(&ring->lock);
	WRITE_ONCE(ring->tail, 0);
	WRITE_ONCE(ring->head, 0);
	ring->read_waits = 0;
	ring->write_waits = 0;
	mutex_unlock(&ring->lock);
	wake_up(&ring->writers);
}

static long copy_statistics(struct ring *ring, unsigned long argument)
{
	struct ring_statistics statistics;

	mutex_lock(&ring->lock);
	statistics = (struct ring_statistics){
		.used = ring_used(ring),
		.written = ring->head,
		.read = ring->tail,
		.read_waits = ring->read_waits,
		.write_waits = ring->write_waits,
	};
	mutex_unlock(&ring->lock);
	return copy_to_user((void __user *)argument, &statistics,
			    sizeof(statistics)) ? -EFAULT : 0;
}

static long ring_ioctl(struct file *file, unsigned int command,
		       unsigned long argument)
{
	struct ring *ring = file->private_data;

	switch (command) {
	case RING_SIZE:
		return put_user((unsigned long long)size,
				(unsigned long long __user *)argument);
	case RING_RESET:
		reset(ring);
		return 0;
	case RING_STATISTICS:
		return copy_statistics(ring, argument);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations ring_operations = {
	.owner = THIS_MODULE,
	.open = ring_open,
	.read_iter = ring_read_iter,
	.write_iter = ring_write_iter,
	.poll = ring_poll,
	.mmap = ring_mmap,
	.unlocked_ioctl = ring_ioctl,
	.compat_ioctl = ring_ioctl,
};

static int create(struct ring *ring, unsigned int index)
{
	struct device *node;
	int error;

	mutex_init(&ring->lock);
	init_waitqueue_head(&ring->readers);
	init_waitqueue_head(&ring->writers);
	ring->number = first_number + index;
	ring->memory = vmalloc_user(size);
	if (!ring->memory)
		return -ENOMEM;
	cdev_init(&ring->device, &ring_operations);
	ring->device.owner = THIS_MODULE;
	error = cdev_add(&ring->device, ring->number, 1);
	if (error)
		goto free_memory;
	node = device_create(&class, NULL, ring->number, NULL,
			     "native_ring%u", index);
	if (!IS_ERR(node))
		return 0;
	error = PTR_ERR(node);
	cdev_del(&ring->device);
free_memory:
	vfree(ring->memory);
	return error;
}

static void destroy(struct ring *ring)
{
	device_destroy(&class, ring->number);
	cdev_del(&ring->device);
	vfree(ring->memory);
}

static int create_all(void)
{
	unsigned int i;
	int error;

	for (i = 0; i < count; i++) {
		error = create(&rings[i], i);
		if (error)
			break;
	}
	if (i == count)
		return 0;
	while (i)
		destroy(&rings[--i]);
	return error;
}

static int __init native_ring_init(void)
{
	int error;

	if (!count || count > MOST_RINGS || size < PAGE_SIZE ||
	    !is_power_of_2(size))
		return -EINVAL;
	rings = kvcalloc(count, sizeof(*rings), GFP_KERNEL);
	if (!rings)
		return -ENOMEM;
	error = alloc_chrdev_region(&first_number, 0, count, "native_ring");
	if (error)
		goto free_rings;
	error = class_register(&class);
	if (error)
		goto unregister_numbers;
	error = create_all();
	if (!error)
		return 0;
	class_unregister(&class);
unregister_numbers:
	unregister_chrdev_region(first_number, count);
free_rings:
	kvfree(rings);
	return error;
}

static void __exit native_ring_exit(void)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		destroy(&rings[i]);
	class_unregister(&class);
	unregister_chrdev_region(first_number, count);
	kvfree(rings);
}

module_init(native_ring_init);
module_exit(native_ring_exit);
MODULE_DESCRIPTION("ring buffers as character devices");
MODULE_LICENSE("GPL");

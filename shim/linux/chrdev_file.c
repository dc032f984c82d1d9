// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Open files of character devices, and the operations on them. See chrdev.h.
 *
 * Reading, writing, ioctl and poll are what drivers are measured by: each
 * passes the device's gate, calls the driver, and passes the gate again.
 */
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>

#include <banos/chrdev.h>

#include "abi.h"
#include "chrdev.h"
#include "compat/poll.h"
#include "export.h"
#include "instance.h"
#include "user.h"
#include "wait.h"

static_assert(BANOS_POLL_IN == (__force u32)EPOLLIN);
static_assert(BANOS_POLL_PRI == (__force u32)EPOLLPRI);
static_assert(BANOS_POLL_OUT == (__force u32)EPOLLOUT);
static_assert(BANOS_POLL_ERR == (__force u32)EPOLLERR);
static_assert(BANOS_POLL_HUP == (__force u32)EPOLLHUP);
static_assert(BANOS_POLL_RDNORM == (__force u32)EPOLLRDNORM);
static_assert(BANOS_POLL_WRNORM == (__force u32)EPOLLWRNORM);
static_assert(BANOS_POLL_RDHUP == (__force u32)EPOLLRDHUP);
static_assert(BANOS_SEEK_HOLE == SEEK_HOLE && BANOS_SEEK_DATA == SEEK_DATA &&
	      BANOS_SEEK_END == SEEK_END && BANOS_SEEK_CUR == SEEK_CUR &&
	      BANOS_SEEK_SET == SEEK_SET);

#define POLL_EVENTS                                                           \
	(BANOS_POLL_IN | BANOS_POLL_PRI | BANOS_POLL_OUT | BANOS_POLL_ERR |   \
	 BANOS_POLL_HUP | BANOS_POLL_RDNORM | BANOS_POLL_WRNORM |             \
	 BANOS_POLL_RDHUP)

/*
 * Handing a small struct of ours to the driver would bring a stack guard with
 * it, which is for arrays that one can write past.
 */
#if __has_attribute(__no_stack_protector__)
#define NO_STACK_GUARD __attribute__((__no_stack_protector__))
#else
#define NO_STACK_GUARD
#endif

static noinline s64 error_answer(const struct banos_chrdev *device, s64 error)
{
	if (error == -EINTR && signal_pending(current))
		return -ERESTARTSYS;
	return abi_error(device->handle.owner, error);
}

s64 chrdev_answer(const struct banos_chrdev *device, s64 answer)
{
	return likely(answer >= 0) ? answer : error_answer(device, answer);
}

/* Operations that the driver left out. */

static int64_t cannot_transfer(struct banos_file *file,
			       struct banos_user_buffer *buffer,
			       uint64_t *position)
{
	return -EINVAL;
}

static int64_t seek_anywhere(struct banos_file *file, int64_t offset,
			     uint32_t whence, uint64_t position)
{
	s64 result;

	if (whence != SEEK_SET && whence != SEEK_CUR)
		return -EINVAL;
	if (whence == SEEK_SET)
		position = 0;
	if (check_add_overflow(offset, (s64)position, &result))
		return -EOVERFLOW;
	return result < 0 ? -EINVAL : result;
}

static int64_t no_command(struct banos_file *file, uint32_t command,
			  uint64_t argument)
{
	return -ENOTTY;
}

static uint32_t always_ready(struct banos_file *file, struct banos_poll *poll)
{
	return BANOS_POLL_IN | BANOS_POLL_RDNORM | BANOS_POLL_OUT |
	       BANOS_POLL_WRNORM;
}

/* Operations of a device that is gone. */

static int64_t gone_transfer(struct banos_file *file,
			     struct banos_user_buffer *buffer,
			     uint64_t *position)
{
	return -ENODEV;
}

static int64_t gone_seek(struct banos_file *file, int64_t offset,
			 uint32_t whence, uint64_t position)
{
	return -ENODEV;
}

static int64_t gone_command(struct banos_file *file, uint32_t command,
			    uint64_t argument)
{
	return -ENODEV;
}

static uint32_t gone_poll(struct banos_file *file, struct banos_poll *poll)
{
	return BANOS_POLL_HUP | BANOS_POLL_ERR;
}

void chrdev_dead_operations(struct banos_chrdev_operations *operations)
{
	WRITE_ONCE(operations->read, gone_transfer);
	WRITE_ONCE(operations->write, gone_transfer);
	WRITE_ONCE(operations->seek, gone_seek);
	WRITE_ONCE(operations->ioctl, gone_command);
	WRITE_ONCE(operations->poll, gone_poll);
}

void chrdev_default_operations(struct banos_chrdev_operations *operations)
{
	if (!operations->read)
		operations->read = cannot_transfer;
	if (!operations->write)
		operations->write = cannot_transfer;
	if (!operations->seek)
		operations->seek = seek_anywhere;
	if (!operations->ioctl)
		operations->ioctl = no_command;
	if (!operations->poll)
		operations->poll = always_ready;
}

/* Files: from open() to their end. */

static struct chrdev_file *allocate_file(struct banos_chrdev *device,
					 struct file *file)
{
	struct chrdev_file *open_file = kzalloc(sizeof(*open_file), GFP_KERNEL);

	if (!open_file)
		return NULL;
	open_file->device = device;
	open_file->driver.context = device->context;
	open_file->file = file;
	INIT_LIST_HEAD(&open_file->node);
	open_file->process = task_tgid_nr(current);
	get_task_comm(open_file->command, current);
	return open_file;
}

static void put_polled(struct polled *polled)
{
	int i;

	for (i = 0; i < POLLED_SLOTS; i++) {
		if (polled->queues[i])
			wait_queue_put(polled->queues[i]);
	}
}

static void free_file(struct chrdev_file *file)
{
	struct polled *polled, *more;

	put_polled(&file->polled);
	for (polled = file->polled.more; polled; polled = more) {
		more = polled->more;
		put_polled(polled);
		kfree(polled);
	}
	kfree(file);
}

/* It takes the list's place in the end: who takes it off calls release(). */
static void list_file(struct chrdev_file *file)
{
	mutex_lock(&file->device->lock);
	file->state = FILE_LISTED;
	list_add_tail(&file->node, &file->device->files);
	mutex_unlock(&file->device->lock);
}

static int call_open(struct chrdev_file *file)
{
	struct banos_chrdev *device = file->device;
	s64 answer = 0;

	if (!gate_enter(&device->gate))
		return -ENODEV;
	if (device->operations.open)
		answer = chrdev_answer(device, device->operations.open(&file->driver));
	/* A file that is open is on the list, before the gate can be drained. */
	if (answer > 0)
		answer = -EIO;
	if (!answer)
		list_file(file);
	gate_end(&device->gate);
	return answer;
}

static int open_device(struct banos_chrdev *device, struct inode *inode,
		       struct file *file)
{
	struct chrdev_file *open_file;
	int error;

	open_file = allocate_file(device, file);
	if (!open_file)
		return -ENOMEM;
	if (device->flags & BANOS_CHRDEV_STREAM)
		stream_open(inode, file);
	if (device->mappings)
		file->f_mapping = device->mappings->i_mapping;
	file->private_data = open_file;
	error = call_open(open_file);
	if (error)
		free_file(open_file);
	return error;
}

static int chrdev_open(struct inode *inode, struct file *file)
{
	struct banos_chrdev *device = chrdev_find(iminor(inode));
	int error;

	if (!device)
		return -ENODEV;
	error = chrdev_use(device);
	if (error)
		goto put;
	error = open_device(device, inode, file);
	if (error)
		goto unuse;
	return 0;
unuse:
	chrdev_unuse(device);
put:
	put_device(&device->device);
	return error;
}

static void call_release(struct chrdev_file *file)
{
	if (file->device->operations.release)
		file->device->operations.release(&file->driver);
}

/* The usual end. Returns: false if the device is gone. */
static bool release_normally(struct chrdev_file *file)
{
	struct banos_chrdev *device = file->device;

	if (!gate_enter(&device->gate))
		return false;
	mutex_lock(&device->lock);
	list_del(&file->node);
	mutex_unlock(&device->lock);
	call_release(file);
	gate_end(&device->gate);
	return true;
}

/*
 * The device is gone: severing calls release(), before this or after it.
 * Returns: true if severing is over, so that the file is the caller's to free.
 */
static bool leave_to_severing(struct chrdev_file *file)
{
	struct banos_chrdev *device = file->device;
	bool listed;

	mutex_lock(&device->lock);
	listed = file->state == FILE_LISTED;
	if (listed)
		file->file = NULL;
	mutex_unlock(&device->lock);
	if (listed)
		return false;
	/* The acquire pairs with the release in sever(). */
	wait_event(device->woken, smp_load_acquire(&file->state) == FILE_SEVERED);
	return true;
}

static int chrdev_release(struct inode *inode, struct file *kernel_file)
{
	struct chrdev_file *file = kernel_file->private_data;
	struct banos_chrdev *device = file->device;

	if (release_normally(file) || leave_to_severing(file))
		free_file(file);
	chrdev_unuse(device);
	put_device(&device->device);
	return 0;
}

static void wake_polled(struct chrdev_file *file)
{
	struct polled *polled;
	int i;

	for (polled = &file->polled; polled; polled = polled->more) {
		for (i = 0; i < POLLED_SLOTS && polled->queues[i]; i++)
			wake_up_all(&polled->queues[i]->head);
	}
}

static void sever(struct chrdev_file *file, bool orphan, bool call)
{
	struct banos_chrdev *device = file->device;

	wake_polled(file);
	if (call)
		call_release(file);
	if (orphan) {
		free_file(file);
		return;
	}
	/* Frees it, if chrdev_release() is waiting. */
	smp_store_release(&file->state, FILE_SEVERED);
	wake_up_all(&device->woken);
}

void chrdev_sever_files(struct banos_chrdev *device, bool call)
{
	struct chrdev_file *file;
	bool orphan = false;

	do {
		mutex_lock(&device->lock);
		file = list_first_entry_or_null(&device->files,
						struct chrdev_file, node);
		if (file) {
			list_del(&file->node);
			file->state = FILE_SEVERING;
			orphan = !file->file;
		}
		mutex_unlock(&device->lock);
		if (file)
			sever(file, orphan, call);
	} while (file);
}

/*
 * Operations. These do not look whether the gate is closed: if it is, what
 * they find in device->operations is gone_transfer() and its like.
 */

static ssize_t NO_STACK_GUARD
chrdev_read_iter(struct kiocb *call, struct iov_iter *to)
{
	struct chrdev_file *file = call->ki_filp->private_data;
	struct banos_chrdev *device = file->device;
	struct banos_user_buffer buffer = { .iter = to, .read = true };
	s64 answer;

	gate_begin(&device->gate);
	answer = device->operations.read(&file->driver, &buffer,
					 (u64 *)&call->ki_pos);
	if (unlikely(answer < 0))
		answer = error_answer(device, answer);
	gate_end(&device->gate);
	return answer;
}

static ssize_t NO_STACK_GUARD
chrdev_write_iter(struct kiocb *call, struct iov_iter *from)
{
	struct chrdev_file *file = call->ki_filp->private_data;
	struct banos_chrdev *device = file->device;
	struct banos_user_buffer buffer = { .iter = from, .read = false };
	s64 answer;

	gate_begin(&device->gate);
	answer = device->operations.write(&file->driver, &buffer,
					  (u64 *)&call->ki_pos);
	if (unlikely(answer < 0))
		answer = error_answer(device, answer);
	gate_end(&device->gate);
	return answer;
}

static loff_t chrdev_seek(struct file *kernel_file, loff_t offset, int whence)
{
	struct chrdev_file *file = kernel_file->private_data;
	struct banos_chrdev *device = file->device;
	s64 answer;

	gate_begin(&device->gate);
	answer = device->operations.seek(&file->driver, offset, whence,
					 kernel_file->f_pos);
	answer = chrdev_answer(device, answer);
	gate_end(&device->gate);
	return answer < 0 ? answer : vfs_setpos(kernel_file, answer, LLONG_MAX);
}

/* For 32-bit programs as well: their argument comes with zeroes on top. */
static long chrdev_ioctl(struct file *kernel_file, unsigned int command,
			 unsigned long argument)
{
	struct chrdev_file *file = kernel_file->private_data;
	struct banos_chrdev *device = file->device;
	s64 answer;

	gate_begin(&device->gate);
	answer = device->operations.ioctl(&file->driver, command, argument);
	if (unlikely(answer < 0))
		answer = error_answer(device, answer);
	gate_end(&device->gate);
	return answer;
}

/**
 * struct banos_poll - a poll that is under way
 * @file:   of which; NULL if nobody will sleep
 * @table:  the kernel's
 * @waits:  the driver named a queue
 * @failed: out of memory: nobody must rely on being woken
 */
struct banos_poll {
	struct chrdev_file *file;
	struct poll_table_struct *table;
	bool waits;
	bool failed;
};

/* Most polls only ask: one for all of them, which banos_poll_wait() ignores. */
static struct banos_poll asking;

/* Apart, because only this one needs a place on the stack. */
static noinline u32 NO_STACK_GUARD
poll_to_sleep(struct chrdev_file *file, struct poll_table_struct *table)
{
	struct banos_poll poll = { .file = file, .table = table };
	u32 events;

	events = file->device->operations.poll(&file->driver, &poll);
	/* The end of the device wakes it then, and nothing else. */
	if (unlikely(!poll.waits))
		poll_wait(file->file, &file->device->woken, table);
	return unlikely(poll.failed) ? events | BANOS_POLL_ERR : events;
}

static __poll_t chrdev_poll(struct file *kernel_file,
			    struct poll_table_struct *table)
{
	struct chrdev_file *file = kernel_file->private_data;
	struct banos_chrdev *device = file->device;
	u32 events;

	gate_begin(&device->gate);
	if (!compat_poll_waits(table))
		events = device->operations.poll(&file->driver, &asking);
	else
		events = poll_to_sleep(file, table);
	gate_end(&device->gate);
	return (__force __poll_t)(events & POLL_EVENTS);
}

const struct file_operations chrdev_file_operations = {
	.owner = THIS_MODULE,
	.open = chrdev_open,
	.release = chrdev_release,
	.read_iter = chrdev_read_iter,
	.write_iter = chrdev_write_iter,
	.llseek = chrdev_seek,
	.unlocked_ioctl = chrdev_ioctl,
	.compat_ioctl = chrdev_ioctl,
	.poll = chrdev_poll,
	.mmap = chrdev_mmap,
};

/* What operations ask and do. */

static struct chrdev_file *to_chrdev_file(const struct banos_file *file)
{
	return container_of(file, struct chrdev_file, driver);
}

void *banos_file_device_context(const struct banos_file *file)
{
	return to_chrdev_file(file)->device->context;
}
SHIM_EXPORT(banos_file_device_context, BANOS_VERSION(0, 9, 0));

uint32_t banos_file_flags(const struct banos_file *file)
{
	const struct file *kernel_file = to_chrdev_file(file)->file;
	u32 flags = 0;

	if (!kernel_file)
		return 0;
	if (kernel_file->f_mode & FMODE_READ)
		flags |= BANOS_FILE_READABLE;
	if (kernel_file->f_mode & FMODE_WRITE)
		flags |= BANOS_FILE_WRITABLE;
	if (kernel_file->f_flags & O_NONBLOCK)
		flags |= BANOS_FILE_NONBLOCKING;
	if (kernel_file->f_flags & O_APPEND)
		flags |= BANOS_FILE_APPEND;
	return flags;
}
SHIM_EXPORT(banos_file_flags, BANOS_VERSION(0, 9, 0));

bool banos_call_is_32bit(void)
{
	return in_compat_syscall();
}
SHIM_EXPORT(banos_call_is_32bit, BANOS_VERSION(0, 9, 0));

int32_t banos_file_wait(struct banos_file *handle,
			struct banos_wait_queue *queue,
			banos_wait_condition condition, void *context,
			uint64_t timeout_ns, uint32_t flags)
{
	struct chrdev_file *file = to_chrdev_file(handle);
	bool nonblocking = file->file->f_flags & O_NONBLOCK;
	const struct wait_request request = {
		.condition = condition,
		.context = context,
		.timeout_ns = nonblocking ? 0 : timeout_ns,
		.flags = flags,
		.gone = &file->device->gone,
		.gone_head = &file->device->woken,
	};
	int result = wait_queue_sleep(queue, &request);

	return nonblocking && result == -ETIMEDOUT ? -EAGAIN : result;
}
SHIM_EXPORT(banos_file_wait, BANOS_VERSION(0, 9, 0));

/*
 * Puts the queue into one of the slots, with a reference. Several polls of one
 * file may be here at once. Returns: whether it is in one.
 */
static bool remember_in(struct polled *polled, struct banos_wait_queue *queue)
{
	struct banos_wait_queue *there;
	int i;

	for (i = 0; i < POLLED_SLOTS; i++) {
		there = READ_ONCE(polled->queues[i]);
		if (!there) {
			wait_queue_get(queue);
			there = cmpxchg(&polled->queues[i], NULL, queue);
			if (!there)
				return true;
			wait_queue_put(queue);
		}
		if (there == queue)
			return true;
	}
	return false;
}

/* Its next slots. Returns: NULL if there is no memory. */
static struct polled *more_slots(struct polled *polled)
{
	struct polled *more = READ_ONCE(polled->more);
	struct polled *there;

	if (more)
		return more;
	more = kzalloc(sizeof(*more), GFP_KERNEL);
	if (!more)
		return NULL;
	there = cmpxchg(&polled->more, NULL, more);
	if (!there)
		return more;
	kfree(more);
	return there;
}

/* The file holds the queue from now on: see struct banos_wait_queue. */
static bool remember(struct chrdev_file *file, struct banos_wait_queue *queue)
{
	struct polled *polled = &file->polled;

	while (polled && !remember_in(polled, queue))
		polled = more_slots(polled);
	return polled;
}

/* The first time, or with many queues. */
static noinline void remember_and_wait(struct banos_poll *poll,
				       struct banos_wait_queue *queue)
{
	if (remember(poll->file, queue))
		poll_wait(poll->file->file, &queue->head, poll->table);
	else
		poll->failed = true;
}

void banos_poll_wait(struct banos_poll *poll, struct banos_wait_queue *queue)
{
	struct chrdev_file *file = poll->file;

	if (likely(!file))
		return;
	poll->waits = true;
	if (file->polled.queues[0] == queue || file->polled.queues[1] == queue)
		poll_wait(file->file, &queue->head, poll->table);
	else
		remember_and_wait(poll, queue);
}
SHIM_EXPORT(banos_poll_wait, BANOS_VERSION(0, 9, 0));

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Who has a disk open; see block.h.
 *
 * A disk may be opened while it goes: kernels differ in when they let go of
 * what they looked up. So the disk is found through its struct gendisk, with a
 * lock held, and that knows it no more once it is freed.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "block.h"
#include "compat/block_device.h"
#include "instance.h"
#include "log.h"

/**
 * struct opener - a process that opened a disk, once
 * @node:    in the disk's list, oldest first
 * @process: with a reference
 * @number:  of it, as those who uninstall see it
 * @command: what it ran then
 */
struct opener {
	struct list_head node;
	struct pid *process;
	pid_t number;
	char command[TASK_COMM_LEN];
};

/* Guards what struct banos_disk says, of all disks. */
static DEFINE_MUTEX(open_lock);

void block_open_init(struct banos_disk *disk)
{
	INIT_LIST_HEAD(&disk->openers);
}

static struct opener *create_opener(void)
{
	struct opener *opener = kzalloc(sizeof(*opener), GFP_KERNEL);

	if (!opener)
		return NULL;
	opener->process = get_pid(task_tgid(current));
	opener->number = task_tgid_nr(current);
	get_task_comm(opener->command, current);
	return opener;
}

static void free_opener(struct opener *opener)
{
	put_pid(opener->process);
	kfree(opener);
}

static bool is_alive(const struct opener *opener)
{
	bool alive;

	rcu_read_lock();
	alive = pid_task(opener->process, PIDTYPE_TGID);
	rcu_read_unlock();
	return alive;
}

/* The first user holds the instance's calls for all. */
static int use(struct banos_disk *disk)
{
	if (!disk || disk->gone)
		return -ENXIO;
	if (!disk->users && !instance_enter(disk->handle.owner))
		return -ENXIO;
	disk->users++;
	return 0;
}

static int open_disk(COMPAT_OPENED *opened, COMPAT_OPEN_MODE mode)
{
	struct gendisk *kernel = compat_opened_disk(opened);
	struct opener *opener = create_opener();
	struct banos_disk *disk;
	int error;

	if (!opener)
		return -ENOMEM;
	mutex_lock(&open_lock);
	disk = kernel->private_data;
	error = use(disk);
	if (!error)
		list_add_tail(&opener->node, &disk->openers);
	mutex_unlock(&open_lock);
	if (error)
		free_opener(opener);
	return error;
}

/*
 * The kernel does not say who closes. It is the process that opened, or one
 * that got the file from it; or a filesystem, long after mount(8).
 */
static struct opener *find_opener(const struct banos_disk *disk)
{
	struct opener *opener, *dead = NULL;

	list_for_each_entry(opener, &disk->openers, node) {
		if (opener->process == task_tgid(current))
			return opener;
		if (!dead && !is_alive(opener))
			dead = opener;
	}
	return dead ?: list_first_entry(&disk->openers, struct opener, node);
}

/* With the lock held: nobody opens it any more. */
static void free_disk(struct banos_disk *disk, struct gendisk *kernel)
{
	kernel->private_data = NULL;
	gate_destroy(&disk->gate);
	kfree(disk);
}

/* Once it is gone, the reference on the instance's calls is the gate's. */
static void close_disk(struct gendisk *kernel COMPAT_RELEASE_MODE)
{
	struct banos_disk *disk = kernel->private_data;
	struct opener *opener;

	mutex_lock(&open_lock);
	opener = find_opener(disk);
	list_del(&opener->node);
	disk->users--;
	if (!disk->users && !disk->gone)
		instance_exit(disk->handle.owner);
	if (!disk->users && disk->removed)
		free_disk(disk, kernel);
	mutex_unlock(&open_lock);
	free_opener(opener);
}

const struct block_device_operations block_disk_operations = {
	.owner = THIS_MODULE,
	.open = open_disk,
	.release = close_disk,
};

void block_retire(struct banos_disk *disk)
{
	mutex_lock(&open_lock);
	if (!disk->gone) {
		disk->holds_calls = disk->users;
		WRITE_ONCE(disk->gone, true);
		gate_close(&disk->gate);
	}
	mutex_unlock(&open_lock);
}

void block_retired(struct gate *gate)
{
	struct banos_disk *disk = container_of(gate, struct banos_disk, gate);

	if (disk->holds_calls)
		instance_exit(disk->handle.owner);
}

void block_forget(struct banos_disk *disk)
{
	mutex_lock(&open_lock);
	disk->removed = true;
	if (!disk->users)
		free_disk(disk, disk->disk);
	mutex_unlock(&open_lock);
}

/* Mounted from the whole disk: the process that did it is mount(8), or gone. */
static unsigned int say_filesystem(struct banos_disk *disk, struct log *log)
{
	struct block_device *device = compat_disk_device(disk->disk);
	char filesystem[16] = "";

	if (device)
		compat_block_device_filesystem(device, filesystem,
					       sizeof(filesystem));
	compat_disk_device_put(device);
	if (!*filesystem)
		return 0;
	log_say(log, "/dev/%s is mounted (%s)", disk->name.text, filesystem);
	return 1;
}

/* Those that are still there, and then, if nobody was named, the others. */
static void say_openers(struct banos_disk *disk, struct log *log, bool named)
{
	struct opener *opener;

	list_for_each_entry(opener, &disk->openers, node) {
		if (!is_alive(opener))
			continue;
		log_say(log, "/dev/%s is open in process %d (%s)",
			disk->name.text, (int)opener->number, opener->command);
		named = true;
	}
	if (named)
		return;
	list_for_each_entry(opener, &disk->openers, node)
		log_say(log, "/dev/%s is in use; process %d (%s) opened it for that, and ended",
			disk->name.text, (int)opener->number, opener->command);
}

unsigned int block_holders(struct banos_disk *disk, struct log *log)
{
	unsigned int named, users;

	if (!READ_ONCE(disk->users))
		return 0;
	named = say_filesystem(disk, log);
	named += block_device_say_holders(disk->disk, log);
	mutex_lock(&open_lock);
	say_openers(disk, log, named);
	users = disk->users;
	mutex_unlock(&open_lock);
	return users;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Character devices, among their own files:
 *
 *	chrdev.c          devices: from creating one to its end
 *	chrdev_file.c     open files, and the operations on them
 *	chrdev_mapping.c  what programs map
 *
 * A struct banos_chrdev lives as long as the driver has it or a file of it is
 * open; its struct device counts the references. A device is gone when the
 * driver destroyed it or was detached. Then its gate is closed, and nothing of
 * the driver is called any more for an open file but, once, release().
 */
#ifndef BANOS_SHIM_CHRDEV_H
#define BANOS_SHIM_CHRDEV_H

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include <banos/chrdev.h>

#include "gate.h"
#include "handle.h"
#include "node_name.h"

struct vm_area_struct;

/**
 * struct banos_chrdev - a device
 * @gate:       what each operation passes. It takes the place of
 *              instance_enter(): as long as @users is not 0 the device holds a
 *              reference of its own on the instance's calls, and in the end
 *              that reference goes when the gate is drained
 * @operations: the driver's; none is NULL but open, release and mmap. Before
 *              the gate is closed, those that only gate_begin() are replaced
 *              by others, which answer -ENODEV
 * @context:    the driver's
 * @handle:     the driver's handle
 * @device:     in sysfs; its references are those of the whole struct
 * @name:       in /dev
 * @flags:      of enum banos_chrdev_flags
 * @mode:       of the node
 * @lock:       guards the next three; never held while the driver runs
 * @files:      that are open, struct chrdev_file
 * @users:      files that are open or being opened, or that wait for the end
 *              of their release
 * @gone:       no new users; read without @lock in waits
 * @woken:      woken when @gone is set and when files are severed
 * @mappings:   its address space is where all mappings of the device are
 *              listed; NULL if it cannot be mapped
 * @rcu:        frees it
 */
struct banos_chrdev {
	struct gate gate;
	struct banos_chrdev_operations operations;
	void *context;
	struct handle handle;
	struct device device;
	struct node_name name;
	u32 flags;
	umode_t mode;
	struct mutex lock; /* of the next three */
	struct list_head files;
	unsigned int users;
	bool gone;
	wait_queue_head_t woken;
	struct inode *mappings;
	struct rcu_head rcu;
};

#define POLLED_SLOTS 4

/* Queues that a file polled by, and holds references on. Slots fill up. */
struct polled {
	struct banos_wait_queue *queues[POLLED_SLOTS];
	struct polled *more;
};

/**
 * enum file_state - whose business the end of a file is
 * @FILE_LISTED:   on the device's list: who takes it off calls release()
 * @FILE_SEVERING: the device is gone, and release() is running or about to
 * @FILE_SEVERED:  release() was called; what is left is freed with the file
 */
enum file_state {
	FILE_LISTED,
	FILE_SEVERING,
	FILE_SEVERED,
};

/**
 * struct chrdev_file - an open file
 * @driver:   what the driver sees of it
 * @device:   holds a reference
 * @file:     the kernel's; NULL once that is closed and the device is gone
 * @node:     in device->files, under device->lock
 * @state:    enum file_state; under device->lock
 * @mappings: how many there are of it
 * @process:  who opened it
 * @command:  and what it ran
 * @polled:   see there
 */
struct chrdev_file {
	struct banos_file driver;
	struct banos_chrdev *device;
	struct file *file;
	struct list_head node;
	enum file_state state;
	atomic_t mappings;
	pid_t process;
	char command[TASK_COMM_LEN];
	struct polled polled;
};

extern const struct file_operations chrdev_file_operations;

/* The device of a minor number, with a reference; or NULL. May sleep. */
struct banos_chrdev *chrdev_find(unsigned int minor);

/* One user more. Returns: 0, or -ENODEV: it is gone. */
int __must_check chrdev_use(struct banos_chrdev *device);
void chrdev_unuse(struct banos_chrdev *device);

/* What an operation answered, as a program gets it. With the gate passed. */
s64 chrdev_answer(const struct banos_chrdev *device, s64 answer);

/* Fill the operations that the driver left out. */
void chrdev_default_operations(struct banos_chrdev_operations *operations);

/* From now on they answer -ENODEV. Before the gate is closed. */
void chrdev_dead_operations(struct banos_chrdev_operations *operations);

/*
 * The device is gone and its gate drained: end all files that are open. With
 * @call the driver's release() is called.
 */
void chrdev_sever_files(struct banos_chrdev *device, bool call);

/* A place for mappings of a device. Returns: 0 or an error. */
int __must_check chrdev_mappings_create(struct banos_chrdev *device);
void chrdev_mappings_destroy(struct banos_chrdev *device);

/* Take all mapped pages of a device from the programs. */
void chrdev_mappings_zap(struct banos_chrdev *device);

int chrdev_mmap(struct file *file, struct vm_area_struct *area);

#endif

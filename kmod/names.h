/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The names of drivers' functions, for the kernel: backtraces, perf, kprobes.
 *
 * The kernel finds a module's symbols through THIS_MODULE->kallsyms. names_*
 * publishes a larger table there, once: the module's own symbols first, then
 * slots for images. The table is never freed while banos.ko is loaded, because
 * some of the kernel's readers hold a mutex instead of an RCU read lock.
 */
#ifndef BANOS_KMOD_NAMES_H
#define BANOS_KMOD_NAMES_H

#include <linux/types.h>

#include "image.h"

struct instance;
struct log;

/**
 * names_ready - may images be installed, as far as names go?
 *
 * The kernel sets the pointer once more after a module's init, so publishing
 * has to wait for that: a moment after insmod.
 *
 * Returns: 0 or -EAGAIN
 */
int names_ready(void);

/* Without memory there will be no names: a warning, not an error. */
int names_init(void);
void names_exit(void);

/**
 * names_add - publish the names of an image's functions
 *
 * When the table is full, names are left out, and counted; that is no error.
 *
 * Context: may sleep.
 * Returns: 0 or -ENOMEM
 */
int names_add(struct instance *instance, const struct image *image,
	      const struct image_addresses *addresses);

/*
 * Nobody finds the functions by their names any more, and again. What is at
 * their addresses is still told apart.
 */
void names_hide(struct instance *instance);
void names_show(struct instance *instance);

/* Before the code's place is given to others. */
void names_remove(struct instance *instance);

/* Give the slots back; called a grace period after names_remove(), from RCU. */
void names_release(struct instance *instance);

/* The function at an address of the instance, for people; never NULL. */
const char *names_find(const struct instance *instance, unsigned long address,
		       unsigned long *offset);

struct names_usage {
	u64 used;
	u64 capacity;
	u64 left_out;
};

struct names_usage names_usage(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Classes for the kernel's lock checker. A class is a line of code that
 * creates locks, here as in the kernel, where it is a static key in each use
 * of mutex_init(). All locks that one call in a driver creates share a key,
 * which lives as long as the first and the last of them.
 *
 * Without CONFIG_LOCKDEP all of this is nothing.
 */
#ifndef BANOS_SHIM_LOCK_CLASS_H
#define BANOS_SHIM_LOCK_CLASS_H

#include <linux/lockdep.h>

struct instance;
struct lock_class_entry;

#ifdef CONFIG_LOCKDEP

/**
 * lock_class_get - the class of the locks that are created at an address
 * @owner:  whose code it is in
 * @kind:   "mutex" and the like, for the checker's reports
 * @caller: the address
 * @entry:  out: to be given back by lock_class_put()
 *
 * Context: may sleep.
 * Returns: 0 or -ENOMEM
 */
int __must_check lock_class_get(const struct instance *owner, const char *kind,
				unsigned long caller,
				struct lock_class_entry **entry);

/* No lock of the class is used any more by who gives it back. May sleep. */
void lock_class_put(struct lock_class_entry *entry);

struct lock_class_key *lock_class_key(struct lock_class_entry *entry);
const char *lock_class_name(const struct lock_class_entry *entry);

/* Right after the lock was initialised. */
#define lock_class_set(lock, entry)                                           \
do {                                                                          \
	struct lock_class_entry *__entry = entry;                             \
									      \
	lockdep_set_class_and_name(lock, lock_class_key(__entry),             \
				   lock_class_name(__entry));                 \
} while (0)

#else

static inline int lock_class_get(const struct instance *owner, const char *kind,
				 unsigned long caller,
				 struct lock_class_entry **entry)
{
	*entry = NULL;
	return 0;
}

static inline void lock_class_put(struct lock_class_entry *entry)
{
}

#define lock_class_set(lock, entry) ((void)(lock), (void)(entry))

#endif

#endif

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Locks: a handle around each kind of lock that the kernel has.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <banos/lock.h>

#include "export.h"
#include "handle.h"
#include "instance.h"
#include "lock_class.h"

/* Sparse cannot follow a function that ends with a lock held, or without. */
#ifdef __CHECKER__
#define TRY(attempt) false
#else
#define TRY(attempt) (attempt)
#endif

/* What all handles of this file begin with. */
struct lock_base {
	struct handle handle;
	struct lock_class_entry *class;
};

/* What each of them guards is the driver's business. */
struct banos_mutex {
	struct lock_base base;
	struct mutex mutex; /* the driver's */
};

struct banos_spinlock {
	struct lock_base base;
	spinlock_t lock; /* the driver's */
};

struct banos_raw_spinlock {
	struct lock_base base;
	raw_spinlock_t lock;
};

struct banos_rwlock {
	struct lock_base base;
	struct rw_semaphore semaphore;
};

/**
 * struct lock_kind - how one of them is made
 * @class: of the handle; its name is what the lock checker says, too
 * @size:  of the handle
 * @start: initialises the lock, and gives it the class in @base
 */
struct lock_kind {
	struct handle_class class;
	size_t size;
	void (*start)(struct lock_base *base);
};

static int lock_create(struct banos_driver *driver,
		       const struct lock_kind *kind, unsigned long caller,
		       void **lock)
{
	struct instance *owner = instance_of(driver);
	struct lock_base *base;
	int error;

	if (!owner || !lock)
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	base = kzalloc(kind->size, GFP_KERNEL);
	if (!base)
		return -ENOMEM;
	error = lock_class_get(owner, kind->class.name, caller, &base->class);
	if (error)
		goto free;
	kind->start(base);
	handle_add(owner, &base->handle, &kind->class);
	*lock = base;
	return 0;
free:
	kfree(base);
	return error;
}

static void lock_release_handle(struct handle *handle)
{
	struct lock_base *base = container_of(handle, struct lock_base,
					      handle);

	lock_class_put(base->class);
	kfree(base);
}

static void lock_destroy(struct lock_base *base)
{
	if (handle_remove(&base->handle))
		lock_release_handle(&base->handle);
}

/* Mutex. */

static void mutex_start(struct lock_base *base)
{
	struct banos_mutex *lock = container_of(base, struct banos_mutex, base);

	mutex_init(&lock->mutex);
	lock_class_set(&lock->mutex, base->class);
}

static const struct lock_kind mutex_kind = {
	.class = { .name = "mutex", .release = lock_release_handle },
	.size = sizeof(struct banos_mutex),
	.start = mutex_start,
};

int32_t banos_mutex_create(struct banos_driver *driver,
			   struct banos_mutex **lock)
{
	return lock_create(driver, &mutex_kind, _RET_IP_, (void **)lock);
}
SHIM_EXPORT(banos_mutex_create, BANOS_VERSION(0, 9, 0));

void banos_mutex_destroy(struct banos_mutex *lock)
{
	if (lock)
		lock_destroy(&lock->base);
}
SHIM_EXPORT(banos_mutex_destroy, BANOS_VERSION(0, 9, 0));

void banos_mutex_lock(struct banos_mutex *lock)
{
	mutex_lock(&lock->mutex);
}
SHIM_EXPORT(banos_mutex_lock, BANOS_VERSION(0, 9, 0));

int32_t banos_mutex_lock_interruptible(struct banos_mutex *lock)
{
	/* Threads get no signals: see wait_state(). */
	if (current->flags & PF_KTHREAD) {
		mutex_lock(&lock->mutex);
		return 0;
	}
	return mutex_lock_interruptible(&lock->mutex);
}
SHIM_EXPORT(banos_mutex_lock_interruptible, BANOS_VERSION(0, 9, 0));

bool banos_mutex_try_lock(struct banos_mutex *lock)
{
	return mutex_trylock(&lock->mutex);
}
SHIM_EXPORT(banos_mutex_try_lock, BANOS_VERSION(0, 9, 0));

void banos_mutex_unlock(struct banos_mutex *lock)
{
	mutex_unlock(&lock->mutex);
}
SHIM_EXPORT(banos_mutex_unlock, BANOS_VERSION(0, 9, 0));

/* Spinlock. */

static void spinlock_start(struct lock_base *base)
{
	struct banos_spinlock *lock =
		container_of(base, struct banos_spinlock, base);

	spin_lock_init(&lock->lock);
	lock_class_set(&lock->lock, base->class);
}

static const struct lock_kind spinlock_kind = {
	.class = { .name = "spinlock", .release = lock_release_handle },
	.size = sizeof(struct banos_spinlock),
	.start = spinlock_start,
};

int32_t banos_spinlock_create(struct banos_driver *driver,
			      struct banos_spinlock **lock)
{
	return lock_create(driver, &spinlock_kind, _RET_IP_, (void **)lock);
}
SHIM_EXPORT(banos_spinlock_create, BANOS_VERSION(0, 9, 0));

void banos_spinlock_destroy(struct banos_spinlock *lock)
{
	if (lock)
		lock_destroy(&lock->base);
}
SHIM_EXPORT(banos_spinlock_destroy, BANOS_VERSION(0, 9, 0));

void banos_spinlock_lock(struct banos_spinlock *lock)
	__acquires(&lock->lock)
{
	spin_lock(&lock->lock);
}
SHIM_EXPORT(banos_spinlock_lock, BANOS_VERSION(0, 9, 0));

bool banos_spinlock_try_lock(struct banos_spinlock *lock)
{
	return TRY(spin_trylock(&lock->lock));
}
SHIM_EXPORT(banos_spinlock_try_lock, BANOS_VERSION(0, 9, 0));

void banos_spinlock_unlock(struct banos_spinlock *lock)
	__releases(&lock->lock)
{
	spin_unlock(&lock->lock);
}
SHIM_EXPORT(banos_spinlock_unlock, BANOS_VERSION(0, 9, 0));

uint64_t banos_spinlock_lock_irqsave(struct banos_spinlock *lock)
	__acquires(&lock->lock)
{
	unsigned long flags;

	spin_lock_irqsave(&lock->lock, flags);
	return flags;
}
SHIM_EXPORT(banos_spinlock_lock_irqsave, BANOS_VERSION(0, 9, 0));

void banos_spinlock_unlock_irqrestore(struct banos_spinlock *lock,
				      uint64_t flags)
	__releases(&lock->lock)
{
	spin_unlock_irqrestore(&lock->lock, (unsigned long)flags);
}
SHIM_EXPORT(banos_spinlock_unlock_irqrestore, BANOS_VERSION(0, 9, 0));

/* Raw spinlock. */

static void raw_spinlock_start(struct lock_base *base)
{
	struct banos_raw_spinlock *lock =
		container_of(base, struct banos_raw_spinlock, base);

	raw_spin_lock_init(&lock->lock);
	lock_class_set(&lock->lock, base->class);
}

static const struct lock_kind raw_spinlock_kind = {
	.class = { .name = "raw spinlock", .release = lock_release_handle },
	.size = sizeof(struct banos_raw_spinlock),
	.start = raw_spinlock_start,
};

int32_t banos_raw_spinlock_create(struct banos_driver *driver,
				  struct banos_raw_spinlock **lock)
{
	return lock_create(driver, &raw_spinlock_kind, _RET_IP_, (void **)lock);
}
SHIM_EXPORT(banos_raw_spinlock_create, BANOS_VERSION(0, 9, 0));

void banos_raw_spinlock_destroy(struct banos_raw_spinlock *lock)
{
	if (lock)
		lock_destroy(&lock->base);
}
SHIM_EXPORT(banos_raw_spinlock_destroy, BANOS_VERSION(0, 9, 0));

void banos_raw_spinlock_lock(struct banos_raw_spinlock *lock)
	__acquires(&lock->lock)
{
	raw_spin_lock(&lock->lock);
}
SHIM_EXPORT(banos_raw_spinlock_lock, BANOS_VERSION(0, 9, 0));

bool banos_raw_spinlock_try_lock(struct banos_raw_spinlock *lock)
{
	return TRY(raw_spin_trylock(&lock->lock));
}
SHIM_EXPORT(banos_raw_spinlock_try_lock, BANOS_VERSION(0, 9, 0));

void banos_raw_spinlock_unlock(struct banos_raw_spinlock *lock)
	__releases(&lock->lock)
{
	raw_spin_unlock(&lock->lock);
}
SHIM_EXPORT(banos_raw_spinlock_unlock, BANOS_VERSION(0, 9, 0));

uint64_t banos_raw_spinlock_lock_irqsave(struct banos_raw_spinlock *lock)
	__acquires(&lock->lock)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&lock->lock, flags);
	return flags;
}
SHIM_EXPORT(banos_raw_spinlock_lock_irqsave, BANOS_VERSION(0, 9, 0));

void banos_raw_spinlock_unlock_irqrestore(struct banos_raw_spinlock *lock,
					  uint64_t flags)
	__releases(&lock->lock)
{
	raw_spin_unlock_irqrestore(&lock->lock, (unsigned long)flags);
}
SHIM_EXPORT(banos_raw_spinlock_unlock_irqrestore, BANOS_VERSION(0, 9, 0));

/* Reader/writer lock. */

static void rwlock_start(struct lock_base *base)
{
	struct banos_rwlock *lock =
		container_of(base, struct banos_rwlock, base);

	init_rwsem(&lock->semaphore);
	lock_class_set(&lock->semaphore, base->class);
}

static const struct lock_kind rwlock_kind = {
	.class = { .name = "reader/writer lock", .release = lock_release_handle },
	.size = sizeof(struct banos_rwlock),
	.start = rwlock_start,
};

int32_t banos_rwlock_create(struct banos_driver *driver,
			    struct banos_rwlock **lock)
{
	return lock_create(driver, &rwlock_kind, _RET_IP_, (void **)lock);
}
SHIM_EXPORT(banos_rwlock_create, BANOS_VERSION(0, 9, 0));

void banos_rwlock_destroy(struct banos_rwlock *lock)
{
	if (lock)
		lock_destroy(&lock->base);
}
SHIM_EXPORT(banos_rwlock_destroy, BANOS_VERSION(0, 9, 0));

void banos_rwlock_read_lock(struct banos_rwlock *lock)
{
	down_read(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_read_lock, BANOS_VERSION(0, 9, 0));

bool banos_rwlock_try_read_lock(struct banos_rwlock *lock)
{
	return down_read_trylock(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_try_read_lock, BANOS_VERSION(0, 9, 0));

void banos_rwlock_read_unlock(struct banos_rwlock *lock)
{
	up_read(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_read_unlock, BANOS_VERSION(0, 9, 0));

void banos_rwlock_write_lock(struct banos_rwlock *lock)
{
	down_write(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_write_lock, BANOS_VERSION(0, 9, 0));

bool banos_rwlock_try_write_lock(struct banos_rwlock *lock)
{
	return down_write_trylock(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_try_write_lock, BANOS_VERSION(0, 9, 0));

void banos_rwlock_write_unlock(struct banos_rwlock *lock)
{
	up_write(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_write_unlock, BANOS_VERSION(0, 9, 0));

void banos_rwlock_downgrade(struct banos_rwlock *lock)
{
	downgrade_write(&lock->semaphore);
}
SHIM_EXPORT(banos_rwlock_downgrade, BANOS_VERSION(0, 9, 0));

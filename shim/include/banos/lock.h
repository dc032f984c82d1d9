/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Locks. Which one:
 *
 *	                         may be taken in       while it is held
 *	banos_mutex              threads               one may sleep
 *	banos_rwlock             threads               one may sleep
 *	banos_spinlock           threads, callbacks    one may not sleep
 *	banos_raw_spinlock       everywhere            one may not sleep, nor
 *	                                               allocate, nor take any
 *	                                               other kind of lock
 *
 * "Threads" stands for what runs on behalf of a thread and may sleep: init(),
 * uninit(), operations of files, work, the driver's own threads. "Callbacks"
 * adds what may not sleep: timers.
 *
 * On a real-time kernel (RT) a banos_spinlock puts its waiters to sleep and can
 * be preempted while it is held; callbacks of the shim run in threads there,
 * so code that follows the table is right on both. Only the raw one really
 * spins on RT; it is for the few lines that a hard interrupt handler shares
 * with the rest.
 *
 * A lock is a handle that the shim allocates: how large a lock is differs from
 * kernel to kernel. Make it once, beside what it guards; taking it is one
 * call. The creating functions all have this contract:
 *
 *	@driver: owner of the lock, which ends with it at the latest
 *	@lock:   out: the handle, owned by @driver; open, nobody holds it
 *
 *	Context: may sleep.
 *	Since:   0.9
 *	Returns: 0, or
 *	         -BANOS_EINVAL  @driver is none, or @lock is NULL
 *	         -BANOS_ENODEV  the driver is being uninstalled
 *	         -BANOS_ENOMEM  out of memory
 *
 * and the destroying ones this:
 *
 *	@lock: nobody holds it or waits for it; NULL is allowed
 *
 *	Context: may sleep.
 *	Since:   0.9
 *
 * A lock must be opened by the thread that took it, and is not recursive: who
 * takes it twice waits for ever. On kernels that are built to check locks
 * (CONFIG_LOCKDEP), the locks that one line of a driver creates form one
 * class, as those that one mutex_init() initialises do; the kernel then
 * reports locks that are taken in an order that can end in a deadlock.
 *
 * Locking orders memory: what was written before unlocking is seen by whoever
 * takes the lock next. --detach does not end a wait for a lock: its holder is
 * running and will open it.
 */
#ifndef BANOS_LOCK_H
#define BANOS_LOCK_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/*
 * Mutex: one holder, who may sleep.
 */

struct banos_mutex;

/* Makes one; the contract is above. Context: may sleep. Since: 0.9 */
BANOS_MUST_CHECK
int32_t banos_mutex_create(struct banos_driver *driver,
			   struct banos_mutex **lock);

/* Frees it; the contract is above. Context: may sleep. Since: 0.9 */
void banos_mutex_destroy(struct banos_mutex *lock);

/**
 * banos_mutex_lock - take a mutex, however long that lasts
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_mutex_lock(struct banos_mutex *lock);

/**
 * banos_mutex_lock_interruptible - take a mutex, or give up on a signal
 *
 * For operations of files, where a person may want to press Ctrl-C.
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, the lock is held; or -BANOS_EINTR, it is not
 */
BANOS_MUST_CHECK
int32_t banos_mutex_lock_interruptible(struct banos_mutex *lock);

/**
 * banos_mutex_try_lock - take a mutex if nobody holds it
 *
 * Context: threads, as all of the mutex; does not wait.
 * Since:   0.9
 * Returns: true if the lock is held now
 */
BANOS_MUST_CHECK
bool banos_mutex_try_lock(struct banos_mutex *lock);

/**
 * banos_mutex_unlock - open a mutex
 *
 * Context: the thread that took it.
 * Since:   0.9
 */
void banos_mutex_unlock(struct banos_mutex *lock);

/*
 * Spinlock: one holder, who may not sleep.
 *
 * The plain form does not keep interrupts out. If a timer's callback takes the
 * lock too, everybody else takes it with the irqsave form: a timer that
 * interrupted the holder on the same CPU would otherwise wait for ever.
 */

struct banos_spinlock;

/* Makes one; the contract is above. Context: may sleep. Since: 0.9 */
BANOS_MUST_CHECK
int32_t banos_spinlock_create(struct banos_driver *driver,
			      struct banos_spinlock **lock);

/* Frees it; the contract is above. Context: may sleep. Since: 0.9 */
void banos_spinlock_destroy(struct banos_spinlock *lock);

/**
 * banos_spinlock_lock - take a spinlock
 *
 * Context: not in hard interrupts, and not while a banos_raw_spinlock is held.
 *          Until it is opened the caller may not sleep.
 * Since:   0.9
 */
void banos_spinlock_lock(struct banos_spinlock *lock);

/* As banos_spinlock_lock(). Returns: true if it is held now. Since: 0.9 */
BANOS_MUST_CHECK
bool banos_spinlock_try_lock(struct banos_spinlock *lock);

/* Opens what the plain form took. Context: as above. Since: 0.9 */
void banos_spinlock_unlock(struct banos_spinlock *lock);

/**
 * banos_spinlock_lock_irqsave - take a spinlock and keep interrupts out
 *
 * On RT interrupts stay on, and need not be kept out: nothing that may take
 * this lock runs in one.
 *
 * Context: as banos_spinlock_lock().
 * Since:   0.9
 * Returns: what banos_spinlock_unlock_irqrestore() must be given
 */
BANOS_MUST_CHECK
uint64_t banos_spinlock_lock_irqsave(struct banos_spinlock *lock);

/* Opens it, and puts interrupts back to what they were. Since: 0.9 */
void banos_spinlock_unlock_irqrestore(struct banos_spinlock *lock,
				      uint64_t flags);

/*
 * Raw spinlock: spins on every kernel, also in hard interrupts.
 *
 * Hold it for a few hundred instructions at most: on RT, while it is held with
 * interrupts off, the most urgent thread of the machine has to wait.
 */

struct banos_raw_spinlock;

/* Makes one; the contract is above. Context: may sleep. Since: 0.9 */
BANOS_MUST_CHECK
int32_t banos_raw_spinlock_create(struct banos_driver *driver,
				  struct banos_raw_spinlock **lock);

/* Frees it; the contract is above. Context: may sleep. Since: 0.9 */
void banos_raw_spinlock_destroy(struct banos_raw_spinlock *lock);

/**
 * banos_raw_spinlock_lock - take a raw spinlock
 *
 * Context: any. Until it is opened the caller may not sleep, allocate or free,
 *          or take a lock of another kind.
 * Since:   0.9
 */
void banos_raw_spinlock_lock(struct banos_raw_spinlock *lock);

/* As banos_raw_spinlock_lock(). Returns: true if it is held now. Since: 0.9 */
BANOS_MUST_CHECK
bool banos_raw_spinlock_try_lock(struct banos_raw_spinlock *lock);

/* Opens what the plain form took. Context: as above. Since: 0.9 */
void banos_raw_spinlock_unlock(struct banos_raw_spinlock *lock);

/**
 * banos_raw_spinlock_lock_irqsave - take a raw spinlock, interrupts off
 *
 * Context: as banos_raw_spinlock_lock(). Interrupts are off on RT as well.
 * Since:   0.9
 * Returns: what banos_raw_spinlock_unlock_irqrestore() must be given
 */
BANOS_MUST_CHECK
uint64_t banos_raw_spinlock_lock_irqsave(struct banos_raw_spinlock *lock);

/* Opens it, and puts interrupts back to what they were. Since: 0.9 */
void banos_raw_spinlock_unlock_irqrestore(struct banos_raw_spinlock *lock,
					  uint64_t flags);

/*
 * Reader/writer lock: many readers or one writer, who may sleep.
 *
 * A waiting writer holds up new readers; so a thread must not take the lock
 * for reading twice.
 */

struct banos_rwlock;

/* Makes one; the contract is above. Context: may sleep. Since: 0.9 */
BANOS_MUST_CHECK
int32_t banos_rwlock_create(struct banos_driver *driver,
			    struct banos_rwlock **lock);

/* Frees it; the contract is above. Context: may sleep. Since: 0.9 */
void banos_rwlock_destroy(struct banos_rwlock *lock);

/**
 * banos_rwlock_read_lock - take the lock together with other readers
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_rwlock_read_lock(struct banos_rwlock *lock);

/* The same if no writer holds it. Returns: true if it is held. Since: 0.9 */
BANOS_MUST_CHECK
bool banos_rwlock_try_read_lock(struct banos_rwlock *lock);

/* Ends reading. Context: the thread that took it. Since: 0.9 */
void banos_rwlock_read_unlock(struct banos_rwlock *lock);

/**
 * banos_rwlock_write_lock - take the lock alone
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_rwlock_write_lock(struct banos_rwlock *lock);

/* The same if nobody holds it. Returns: true if it is held. Since: 0.9 */
BANOS_MUST_CHECK
bool banos_rwlock_try_write_lock(struct banos_rwlock *lock);

/* Ends writing. Context: the thread that took it. Since: 0.9 */
void banos_rwlock_write_unlock(struct banos_rwlock *lock);

/**
 * banos_rwlock_downgrade - go on as a reader, with no writer in between
 *
 * Context: the thread that holds it for writing, and now for reading.
 * Since:   0.9
 */
void banos_rwlock_downgrade(struct banos_rwlock *lock);

BANOS_END_DECLARATIONS

#endif

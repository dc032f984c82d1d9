/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Interrupts of a device: first so many vectors, then a handler for each.
 *
 *	vectors = banos_interrupt_vectors(device, 1, 1, 0);
 *	if (vectors < 0)
 *		return vectors;
 *	error = banos_interrupt_create(device, &options, context, &interrupt);
 *
 * An interrupt has two functions, either of which may be missing. handler()
 * comes at once: it looks whether its device was it, silences it, and says
 * whether there is more to do. Then thread() does that, and may sleep.
 *
 * On a real-time kernel handler() runs in a thread of high priority, unless
 * BANOS_INTERRUPT_HARD is set. So without that flag it may use
 * banos_spinlock, and whatever else may be called where one is held; it may
 * not sleep. With it, or if it shall work the same on every kernel without a
 * thread's delay, it uses nothing but registers and banos_raw_spinlock.
 */
#ifndef BANOS_INTERRUPT_H
#define BANOS_INTERRUPT_H

#include <banos/device_driver.h>
#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_interrupt; /* one vector with its functions */

/* Ways in which a device may interrupt. Since: 0.9.1 */
enum banos_interrupt_kinds {
	BANOS_INTERRUPT_LINE = 1, /* INTx, often shared with other devices */
	BANOS_INTERRUPT_MSI = 2,  /* messages, a few */
	BANOS_INTERRUPT_MSIX = 4, /* messages, many */
};

/* The most vectors that can be asked for. Since: 0.9.1 */
#define BANOS_INTERRUPT_MOST_VECTORS 2048

/**
 * banos_interrupt_vectors - how many vectors does the device get?
 * @device: whose
 * @least:  so many are needed, at least 1
 * @most:   so many would be used
 * @kinds:  of enum banos_interrupt_kinds, together: what the driver can make
 *          the device do; 0: all. The best that works is taken. On platforms
 *          it does not matter
 *
 * Once for each device. Messages are writes to memory, so the device is
 * allowed to reach memory from now on.
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: how many there are, numbered from 0; or
 *          -BANOS_EALREADY they have been given out before
 *          -BANOS_EINVAL   @least, @most or @kinds is out of range
 *          -BANOS_ENODEV   the device is being removed
 *          -BANOS_ENOMEM   out of memory
 *          -BANOS_ENOSPC   there are less than @least
 */
BANOS_MUST_CHECK
int32_t banos_interrupt_vectors(struct banos_device *device, uint32_t least,
				uint32_t most, uint32_t kinds);

/* What kind they are of, of enum banos_interrupt_kinds. Since: 0.9.1 */
uint32_t banos_interrupt_kind(const struct banos_device *device);

/* What handler() answers. Since: 0.9.1 */
enum banos_interrupt_answer {
	BANOS_INTERRUPT_NOT_MINE = 0, /* it was not this device */
	BANOS_INTERRUPT_DONE = 1,     /* it was, and all is done */
	BANOS_INTERRUPT_THREAD = 2,   /* it was, and thread() does the rest */
};

/* Since: 0.9.1 */
enum banos_interrupt_flags {
	/* handler() runs in the interrupt itself, also on real-time kernels. */
	BANOS_INTERRUPT_HARD = 1,
};

/**
 * struct banos_interrupt_options - what happens at an interrupt
 * @size:    sizeof(struct banos_interrupt_options), as the driver was compiled
 * @vector:  number of the vector
 * @flags:   of enum banos_interrupt_flags
 * @name:    1 to 31 printable bytes for /proc/interrupts, where it stands
 *           behind the driver's; NULL: the device's
 * @handler: answers of enum banos_interrupt_answer; others count as
 *           BANOS_INTERRUPT_DONE. The vector of a line may be shared: then
 *           it is called for other devices' interrupts as well. NULL: @thread
 *           alone, and the interrupt stays masked until that has returned; not
 *           for a line
 * @thread:  may sleep; runs in a thread of its own, not two at a time. NULL:
 *           @handler does all
 *
 * Since: 0.9.1
 */
struct banos_interrupt_options {
	uint64_t    size;
	uint32_t    vector;
	uint32_t    flags;
	const char *name;
	uint32_t  (*handler)(struct banos_interrupt *interrupt, void *context);
	void      (*thread)(struct banos_interrupt *interrupt, void *context);
};

/**
 * banos_interrupt_create - have functions called at interrupts
 * @device:  whose
 * @options: copied; may live on the stack
 * @context: for the functions
 * @out:     out: belongs to @device, and ends with it at the latest; written
 *           before the first call
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EBUSY  somebody else has the vector
 *          -BANOS_EINVAL there is no such vector, both functions are NULL or
 *                        one is not in the driver's code, or a flag, a size
 *                        or the name is out of range
 *          -BANOS_E2BIG  a byte that this version does not know is not zero
 *          -BANOS_ENODEV the device is being removed
 *          -BANOS_ENOMEM out of memory
 */
BANOS_MUST_CHECK
int32_t banos_interrupt_create(struct banos_device *device,
			       const struct banos_interrupt_options *options,
			       void *context, struct banos_interrupt **out);

/**
 * banos_interrupt_destroy - no more calls
 * @interrupt: may be NULL
 *
 * Waits for the functions that run; none of them runs after it has returned.
 * The device should be silent before: on a line nobody else could silence it.
 *
 * Context: may sleep; not from the interrupt's own functions, and not while a
 *          lock is held that they take.
 * Since:   0.9.1; GPL-compatible
 */
void banos_interrupt_destroy(struct banos_interrupt *interrupt);

/**
 * banos_interrupt_synchronize - wait for the functions that run now
 *
 * Context: as banos_interrupt_destroy().
 * Since:   0.9.1; GPL-compatible
 */
void banos_interrupt_synchronize(struct banos_interrupt *interrupt);

BANOS_END_DECLARATIONS

#endif

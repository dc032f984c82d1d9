/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Clocks and waiting for time to pass. All times are in nanoseconds: 64 bits
 * hold 584 years of them. Timers that call back are in a header of their own.
 */
#ifndef BANOS_TIME_H
#define BANOS_TIME_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* In nanoseconds. Since: 0.9 */
#define BANOS_MICROSECOND ((uint64_t)1000)
/* In nanoseconds. Since: 0.9 */
#define BANOS_MILLISECOND ((uint64_t)1000000)
/* In nanoseconds. Since: 0.9 */
#define BANOS_SECOND      ((uint64_t)1000000000)

/* The longest banos_delay(), in nanoseconds. */
#define BANOS_DELAY_LONGEST BANOS_MILLISECOND

/**
 * banos_time_monotonic - nanoseconds since some moment before this one
 *
 * Never goes back, and stands still while the machine is suspended: the clock
 * for measuring how long something took (CLOCK_MONOTONIC).
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9; for GPL-compatible drivers
 */
uint64_t banos_time_monotonic(void);

/**
 * banos_time_boot - nanoseconds since the machine was started
 *
 * As the monotonic clock, but goes on while the machine is suspended
 * (CLOCK_BOOTTIME).
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9; for GPL-compatible drivers
 */
uint64_t banos_time_boot(void);

/**
 * banos_time_raw - nanoseconds that the hardware counted
 *
 * As the monotonic clock, but nobody corrects its speed to match the rest of
 * the world (CLOCK_MONOTONIC_RAW).
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9
 */
uint64_t banos_time_raw(void);

/**
 * banos_time_real - nanoseconds since 1970-01-01 00:00 UTC
 *
 * The administrator may set it, forwards and backwards: not for measuring
 * (CLOCK_REALTIME). Leap seconds do not count.
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9
 */
uint64_t banos_time_real(void);

/**
 * banos_sleep - sleep, whatever happens
 * @nanoseconds: at least that long. Up to 20 ms it takes up to a quarter
 *               longer, and some 50 us for the wake-up; above, it is counted
 *               in ticks of the kernel, of 1 to 10 ms
 *
 * Neither a signal nor the end of the driver wakes it, so it is for what a
 * device needs, not for seconds. 0 lets others run if they want to.
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_sleep(uint64_t nanoseconds);

/**
 * banos_sleep_interruptible - sleep until time has passed or something happens
 * @driver:      who sleeps
 * @nanoseconds: at least that long, as exact as banos_sleep(); what is longer
 *               than 100 years is as good as for ever
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0: the time has passed; or
 *          -BANOS_EINTR   a signal for the program that called, or for the
 *                         thread
 *          -BANOS_ENODEV  the driver is being uninstalled with --detach
 *          -BANOS_EINVAL  @driver is not a driver
 */
BANOS_MUST_CHECK
int32_t banos_sleep_interruptible(struct banos_driver *driver,
				  uint64_t nanoseconds);

/**
 * banos_delay - wait without sleeping
 * @nanoseconds: at least that long, at most BANOS_DELAY_LONGEST
 *
 * Keeps the CPU busy, for the few microseconds that hardware asks for where
 * nothing may sleep. Who may sleep, sleeps: from 10 us on that is better.
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINVAL: too long; it did not wait at all
 */
int32_t banos_delay(uint64_t nanoseconds);

BANOS_END_DECLARATIONS

#endif

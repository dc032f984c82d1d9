/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Cases that need a device, QEMU's "edu": they run in probe(), which then
 * refuses the device; so whatever a case took is given back by banos.
 */
#ifndef TESTS_DRIVERS_SHIM_EDU_VISIT_H
#define TESTS_DRIVERS_SHIM_EDU_VISIT_H

#include "edu_device.h"
#include "suite.h"

typedef void (*device_function)(struct test *test, struct banos_device *device);

/**
 * struct visit - a case on its way into probe()
 * @test:     the case
 * @function: makes the checks, with the first device; may be NULL
 * @data:     out: what probe() was told last
 * @devices:  out: how many there were
 * @answer:   of probe()
 */
struct visit {
	struct test *test;
	device_function function;
	uint64_t data;
	uint64_t devices;
	int32_t answer;
};

extern const struct banos_device_operations visit_operations;

/* Those of a driver for "edu". */
struct banos_device_driver_options edu_options(const char *name);

/* A driver with these options comes and goes. */
void make_visit(struct visit *visit,
		const struct banos_device_driver_options *options);

/* Runs the function with a device; the case is skipped if there is none. */
void with_device(struct test *test, device_function function);

/* Its registers, or NULL: the case has failed. */
struct banos_registers *map_edu(struct test *test, struct banos_device *device);

#endif

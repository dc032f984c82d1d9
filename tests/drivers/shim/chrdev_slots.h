/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#ifndef TESTS_DRIVERS_SHIM_CHRDEV_SLOTS_H
#define TESTS_DRIVERS_SHIM_CHRDEV_SLOTS_H

#include <banos/chrdev.h>

/* The commands of test_chrdev.h, from CHRDEV_CREATE on. */
int64_t chrdev_slots_ioctl(struct banos_file *file, uint32_t command,
			   uint64_t argument);

#endif

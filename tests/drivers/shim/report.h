/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What a test program and a test driver say to each other: by ioctl(2) on the
 * driver's node, which has the driver's name. Each driver has cases, counted
 * from 0, that need no program; and commands of its own for what does.
 */
#ifndef TESTS_DRIVERS_SHIM_REPORT_H
#define TESTS_DRIVERS_SHIM_REPORT_H

#include <stdint.h>

enum suite_command {
	SUITE_DESCRIBE = 0x5301, /* struct suite_report: fills in the name */
	SUITE_RUN = 0x5302,      /* struct suite_report: runs the case */
	SUITE_OWN = 0x5400,      /* from here on: the driver's own */
};

enum suite_status {
	SUITE_PASSED = 0,
	SUITE_FAILED = 1,
	SUITE_SKIPPED = 2,
};

/**
 * struct suite_report - one case
 * @number: which (in); behind the last one the ioctl fails with ENOENT
 * @status: enum suite_status
 * @name:   what it is about
 * @text:   what failed first, or why it was skipped
 */
struct suite_report {
	uint32_t number;
	uint32_t status;
	char     name[64];
	char     text[256];
};

#endif

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Devices that come and go: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_HOTPLUG_H
#define TESTS_DRIVERS_SHIM_TEST_HOTPLUG_H

#include "report.h"

/* What happened since the driver was installed. */
struct hotplug_counts {
	uint64_t probes;
	uint64_t removes;
	uint64_t suspends;
	uint64_t resumes;
	uint64_t handled;  /* interrupts */
	uint64_t threaded; /* functions of interrupts that ended */
	uint64_t late;     /* functions of a device that is gone */
};

enum hotplug_command {
	/* Drives all devices, or those only that driver_override names. */
	HOTPLUG_DRIVE = SUITE_OWN,
	HOTPLUG_DRIVE_CHOSEN,
	HOTPLUG_LEAVE,
	/* Drives the platform device of firmware, reads who made it. */
	HOTPLUG_DRIVE_FIRMWARE,
	/* To the argument: struct hotplug_counts. */
	HOTPLUG_COUNT,
	/* Each device interrupts; its thread takes a while. */
	HOTPLUG_INTERRUPT,
	/* What suspend() is to answer. */
	HOTPLUG_SUSPEND_ANSWER,
	/* What drives devices is left for the loader to end. */
	HOTPLUG_FORGET,
};

/* How long a thread takes, and what the firmware says that it is. */
#define HOTPLUG_LINGER_MS 200
#define HOTPLUG_FIRMWARE  0x554d4551 /* "QEMU" */

#endif

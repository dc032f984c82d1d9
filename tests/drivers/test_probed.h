/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* What programs can ask of /dev/test_probed0 and /dev/test_probed_other0. */
#ifndef TEST_PROBED_H
#define TEST_PROBED_H

enum test_probed_command {
	/* Answers test_probed_calculate() of the argument. */
	TEST_PROBED_CALCULATE = 0x7001,
	/* Sleeps so many milliseconds in test_probed_sleeps(), whatever comes. */
	TEST_PROBED_SLEEP = 0x7002,
	/* Waits in test_probed_waits() for what never happens, or for a signal. */
	TEST_PROBED_WAIT = 0x7003,
};

#endif

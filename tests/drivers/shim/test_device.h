/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Devices: the cases of the driver. */
#ifndef TESTS_DRIVERS_SHIM_TEST_DEVICE_H
#define TESTS_DRIVERS_SHIM_TEST_DEVICE_H

#include "report.h"

#define DEVICE_CASES(CASE)                                                    \
	CASE(bad_arguments_are_refused)                                       \
	CASE(bad_names_are_refused)                                           \
	CASE(bad_tables_are_refused)                                          \
	CASE(options_of_other_versions)                                       \
	CASE(name_is_taken_once)                                              \
	CASE(device_is_told)                                                  \
	CASE(answer_of_probe_is_kept)                                         \
	CASE(devices_are_matched)                                             \
	CASE(registers_are_read_and_written)                                  \
	CASE(bad_offsets_do_nothing)                                          \
	CASE(registers_have_one_owner)                                        \
	CASE(configuration_is_read_and_written)                               \
	CASE(bad_places_of_the_configuration)

#endif

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Memory that a device reaches: the cases of the driver. */
#ifndef TESTS_DRIVERS_SHIM_TEST_DMA_H
#define TESTS_DRIVERS_SHIM_TEST_DMA_H

#include "report.h"

#define DMA_CASES(CASE)                                                       \
	CASE(memory_has_to_be_allowed)                                        \
	CASE(bad_memory_is_refused)                                           \
	CASE(shared_memory_is_moved)                                          \
	CASE(bad_mappings_are_refused)                                        \
	CASE(memory_of_all_kinds_is_mapped)                                   \
	CASE(mapped_memory_is_moved)                                          \
	CASE(many_pieces_are_mapped)                                          \
	CASE(far_memory_is_refused)

#endif

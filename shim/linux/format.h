/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Formatted text, as <banos/print.h> defines it. Pure: needs kmod/port.h only,
 * and is also built in userspace, for its unit test.
 */
#ifndef BANOS_SHIM_FORMAT_H
#define BANOS_SHIM_FORMAT_H

#include <port.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * format_arguments - write formatted text to memory
 * @buffer:    ends in NUL afterwards, unless @size is 0
 * @size:      of @buffer, bytes
 * @format:    see <banos/print.h>
 * @arguments: as the format says
 *
 * Context: any.
 * Returns: the length of the whole text, without the NUL
 */
size_t format_arguments(char *buffer, size_t size, const char *format,
			va_list arguments) PORT_PRINTF(3, 0);

#ifdef __cplusplus
}
#endif

#endif

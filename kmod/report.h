/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What /dev/banos tells: tables of instances, of what one instance has, and
 * of what the shim offers. Each is written to the program's array as long as
 * there is room, element by element.
 */
#ifndef BANOS_KMOD_REPORT_H
#define BANOS_KMOD_REPORT_H

#include <banos/control.h>

struct log;

int report_list(struct banos_list_request *request);
int report_info(struct banos_info_request *request, struct log *log);
int report_abi(struct banos_abi_request *request, struct log *log);
int report_statistics(const struct banos_statistics_request *request,
		      const struct banos_statistics *counters, struct log *log);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/* /dev/banos. Registered last, and gone first. */
#ifndef BANOS_KMOD_CONTROL_H
#define BANOS_KMOD_CONTROL_H

int control_init(void);
void control_exit(void);

#endif

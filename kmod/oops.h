/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/* When the kernel oopses: whose code was it, and where in its image? */
#ifndef BANOS_KMOD_OOPS_H
#define BANOS_KMOD_OOPS_H

int oops_init(void);
void oops_exit(void);

#endif

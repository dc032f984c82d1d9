/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The areas of the shim that need something done when banos.ko is loaded and
 * removed. shim/linux/areas.c lists them, lowest first.
 */
#ifndef BANOS_KMOD_AREA_H
#define BANOS_KMOD_AREA_H

/* Any of the two may be NULL. A failed init leaves nothing behind. */
struct area {
	const char *name;
	int (*init)(void);
	void (*exit)(void);
};

/* All of them, in order, or none; areas_exit() is the mirror. */
int areas_init(void);
void areas_exit(void);

#endif

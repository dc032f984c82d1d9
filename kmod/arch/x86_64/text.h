/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What the architecture adds to an image's code; arch/<name>/text.c answers.
 */
#ifndef BANOS_KMOD_ARCH_TEXT_H
#define BANOS_KMOD_ARCH_TEXT_H

#define TEXT_THUNK_SIZE 32

#ifndef __ASSEMBLY__
#include <linux/types.h>

/* The first of the thunks in thunks.S. */
extern char text_thunk_return[];

/* Make code that was just written visible to every CPU. May sleep. */
void text_synchronize(void);

/* Does this kernel, on this CPU, fault on indirect calls without ENDBR? */
bool text_ibt_enforced(void);

/* Address of the thunk that an image calls by this name, or NULL. */
void *text_thunk(const char *name);

/* Code that traps: for calls of weak functions that nobody offers. */
void *text_missing(void);
#endif

#endif

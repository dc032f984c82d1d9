/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/* The architecture's arena_layout.h. */
#ifndef BANOS_KMOD_ARENA_LAYOUT_H
#define BANOS_KMOD_ARENA_LAYOUT_H

#ifdef CONFIG_X86_64
#include "arch/x86_64/arena_layout.h"
#else
#error "banos has no arenas for this architecture"
#endif

#endif

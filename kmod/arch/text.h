/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/* The architecture's text.h. */
#ifndef BANOS_KMOD_TEXT_H
#define BANOS_KMOD_TEXT_H

#ifdef CONFIG_X86_64
#include "arch/x86_64/text.h"
#else
#error "banos has no loader for this architecture"
#endif

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_MODULE_H
#define BANOS_COMPAT_MODULE_H

#include <linux/module.h>

#include "capabilities.h"

/*
 * COMPAT_IMPORT_NS(NAME) - use the symbols that the kernel exports in a
 * namespace
 *
 * 6.13 wants the name as a string; before, MODULE_IMPORT_NS() made a string of
 * a bare token. The line in .modinfo is the same.
 */
#if HAVE_IMPORT_NAMESPACE_TOKEN
#define COMPAT_IMPORT_NS(name) MODULE_IMPORT_NS(name)
#else
#define COMPAT_IMPORT_NS(name) MODULE_IMPORT_NS(#name)
#endif

#endif

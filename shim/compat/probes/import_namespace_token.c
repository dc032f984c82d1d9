// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Until 6.12 MODULE_IMPORT_NS() takes a bare token, from 6.13 a string. */
#include <linux/module.h>

MODULE_IMPORT_NS(PROBE);

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.4: class_create() takes the name alone; before, the owner came first. */
#include <linux/device.h>

struct class *probe(void);
struct class *probe(void)
{
	return class_create("probe");
}

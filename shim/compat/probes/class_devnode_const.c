// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.2: a class's devnode() is handed a const struct device. */
#include <linux/device.h>

void probe(struct class *class,
	   char *(*devnode)(const struct device *device, umode_t *mode));
void probe(struct class *class,
	   char *(*devnode)(const struct device *device, umode_t *mode))
{
	class->devnode = devnode;
}

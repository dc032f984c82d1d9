// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.16: the callbacks of a bin_attribute are handed a const one. */
#include <linux/sysfs.h>

void probe(struct bin_attribute *attribute,
	   ssize_t (*read)(struct file *file, struct kobject *object,
			   const struct bin_attribute *attribute, char *buffer,
			   loff_t position, size_t size));
void probe(struct bin_attribute *attribute,
	   ssize_t (*read)(struct file *file, struct kobject *object,
			   const struct bin_attribute *attribute, char *buffer,
			   loff_t position, size_t size))
{
	attribute->read = read;
}

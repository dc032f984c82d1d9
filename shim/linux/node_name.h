/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Names in /dev, of character devices and of disks: nobody gets one that is
 * taken already.
 */
#ifndef BANOS_SHIM_NODE_NAME_H
#define BANOS_SHIM_NODE_NAME_H

#include <linux/types.h>

/* With the byte behind it. */
#define NODE_NAME_SIZE 64

struct name_series;

/**
 * struct node_name - a name in /dev that is taken
 * @node:   in the table of names
 * @text:   the name
 * @series: where its number is from, or NULL
 * @number: in @series
 */
struct node_name {
	struct hlist_node node;
	char text[NODE_NAME_SIZE];
	struct name_series *series;
	int number;
};

/**
 * node_name_take - find a name that is free, and take it
 * @name:    filled in
 * @pattern: 1 to 63 bytes of [A-Za-z0-9_.:+@-], not "." or ".."; a "%u" in it
 *           becomes the lowest number with which the name is free
 *
 * Context: may sleep.
 * Returns: 0, -EINVAL, -EEXIST or -ENOMEM
 */
int __must_check node_name_take(struct node_name *name, const char *pattern);

/* From now on it is free. Context: may sleep. */
void node_name_give_back(struct node_name *name);

#endif

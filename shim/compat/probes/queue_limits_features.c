// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.11: the limits say what else a queue can; the setters went. */
#include <linux/blkdev.h>

void probe(struct queue_limits *limits);
void probe(struct queue_limits *limits)
{
	limits->features |= BLK_FEAT_WRITE_CACHE;
}

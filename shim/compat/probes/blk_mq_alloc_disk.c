// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.14: disk and queue are made at once. 6.9 changed the arguments. */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>

struct gendisk *probe(struct blk_mq_tag_set *set, void *data);
struct gendisk *probe(struct blk_mq_tag_set *set, void *data)
{
	return blk_mq_alloc_disk(set, data);
}

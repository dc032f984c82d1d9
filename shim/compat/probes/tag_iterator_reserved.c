// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Until 6.0 what is called for each tag is told whether it is reserved. */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>

void probe(struct blk_mq_tag_set *set,
	   bool (*function)(struct request *request, void *data, bool reserved));
void probe(struct blk_mq_tag_set *set,
	   bool (*function)(struct request *request, void *data, bool reserved))
{
	blk_mq_tagset_busy_iter(set, function, NULL);
}

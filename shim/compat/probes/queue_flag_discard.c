// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Until 5.19 a queue that discards has a flag besides the limit. */
#include <linux/blkdev.h>

void probe(struct request_queue *queue);
void probe(struct request_queue *queue)
{
	blk_queue_flag_set(QUEUE_FLAG_DISCARD, queue);
}

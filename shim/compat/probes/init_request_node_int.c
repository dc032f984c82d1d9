// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 7.0: the node that init_request() is handed is an int. */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>

void probe(struct blk_mq_ops *operations,
	   int (*init)(struct blk_mq_tag_set *set, struct request *request,
		       unsigned int queue, int node));
void probe(struct blk_mq_ops *operations,
	   int (*init)(struct blk_mq_tag_set *set, struct request *request,
		       unsigned int queue, int node))
{
	operations->init_request = init;
}

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Until 6.0 who is called for a late request is told whether it is reserved. */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>

void probe(struct blk_mq_ops *operations,
	   enum blk_eh_timer_return (*function)(struct request *request,
						bool reserved));
void probe(struct blk_mq_ops *operations,
	   enum blk_eh_timer_return (*function)(struct request *request,
						bool reserved))
{
	operations->timeout = function;
}

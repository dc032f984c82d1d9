// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.18: a bio is made for a device and an operation. */
#include <linux/bio.h>
#include <linux/blkdev.h>

struct bio *probe(struct block_device *device, struct bio_set *set);
struct bio *probe(struct block_device *device, struct bio_set *set)
{
	return bio_alloc_bioset(device, 1, REQ_OP_READ, GFP_NOIO, set);
}

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Memory for image files: see read_buffer.h.
 */
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "read_buffer.h"
#include "shim/compat/workqueue.h"

/* The largest buffer that is kept, and for how long. */
#define KEPT_SIZE_MAX (1024 * 1024)
#define KEPT_MS 500

static struct read_buffer kept;
static DEFINE_SPINLOCK(kept_lock);

/* Puts another in its place. */
static struct read_buffer exchange(struct read_buffer buffer)
{
	struct read_buffer before;

	spin_lock(&kept_lock);
	before = kept;
	kept = buffer;
	spin_unlock(&kept_lock);
	return before;
}

static void drop(struct work_struct *work)
{
	vfree(exchange((struct read_buffer){ NULL }).bytes);
}

static DECLARE_DELAYED_WORK(dropping, drop);

struct read_buffer read_buffer_take(size_t size)
{
	struct read_buffer buffer = exchange((struct read_buffer){ NULL });

	if (buffer.capacity >= size && buffer.bytes)
		return buffer;
	vfree(buffer.bytes);
	buffer.capacity = PAGE_ALIGN(max_t(size_t, size, 1));
	buffer.bytes = vmalloc(buffer.capacity);
	return buffer;
}

void read_buffer_give_back(struct read_buffer buffer)
{
	if (!buffer.bytes)
		return;
	if (buffer.capacity <= KEPT_SIZE_MAX) {
		buffer = exchange(buffer);
		mod_delayed_work(compat_system_unbound_wq(), &dropping,
				 msecs_to_jiffies(KEPT_MS));
	}
	vfree(buffer.bytes);
}

void read_buffer_exit(void)
{
	cancel_delayed_work_sync(&dropping);
	drop(NULL);
}

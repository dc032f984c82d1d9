// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Hashing images beside their install: see digest.h.
 */
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "digest.h"
#include "instance_types.h"
#include "shim/compat/sha256.h"

static struct workqueue_struct *queue;

/* One image on its way; gone when its hash is there. */
struct hashing {
	struct delayed_work work;
	struct instance *instance;
	struct read_buffer file;
	size_t size;
};

static void hash(struct work_struct *work)
{
	struct hashing *hashing = container_of(to_delayed_work(work),
					       struct hashing, work);
	struct instance *instance = hashing->instance;

	compat_sha256(hashing->file.bytes, hashing->size,
		      instance->image_hash);
	read_buffer_give_back(hashing->file);
	kfree(hashing);
	complete_all(&instance->hashed);
	instance_put(instance);
}

void digest_start(struct instance *instance, struct read_buffer file,
		  size_t size)
{
	struct hashing *hashing = kmalloc(sizeof(*hashing), GFP_KERNEL);

	if (!hashing) {
		read_buffer_give_back(file);
		digest_give_up(instance);
		return;
	}
	hashing->instance = instance;
	hashing->file = file;
	hashing->size = size;
	INIT_DELAYED_WORK(&hashing->work, hash);
	instance_get(instance);
	/* On a machine of one processor, too, the install ends first. */
	queue_delayed_work(queue, &hashing->work, 1);
}

void digest_give_up(struct instance *instance)
{
	complete_all(&instance->hashed);
}

void digest_wait(struct instance *instance)
{
	/* init() may take long, and then it begins. */
	if (READ_ONCE(instance->state) != BANOS_INSTALLING)
		wait_for_completion(&instance->hashed);
}

int digest_init(void)
{
	queue = alloc_workqueue("banos_digest", WQ_UNBOUND, 0);
	return queue ? 0 : -ENOMEM;
}

/* With the last instance the last hash is done. */
void digest_exit(void)
{
	destroy_workqueue(queue);
}

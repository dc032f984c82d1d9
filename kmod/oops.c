// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Names the instance, the image and the offset of each driver that an oops
 * has in its stack. Runs in any context, with everything in doubt: it takes
 * no lock and reads what RCU keeps.
 */
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/stacktrace.h>

#include "instance_types.h"
#include "names.h"
#include "oops.h"

#define DEPTH 32

static void say_frame(unsigned long address)
{
	struct instance *instance;
	unsigned long offset;
	const char *name;

	instance = instance_at(address);
	if (!instance) {
		pr_emerg("banos: at text+0x%lx: an image that is gone\n",
			 arena_text_offset(address));
		return;
	}
	name = names_find(instance, address, &offset);
	pr_emerg("banos: in %s+0x%lx of %s %u.%u.%u (instance %llu, image %*phN), text+0x%lx\n",
		 name, offset, instance->name,
		 BANOS_VERSION_PARTS(instance->version), instance->id, 8,
		 instance->image_hash,
		 address - (unsigned long)instance->parts[IMAGE_TEXT].address);
}

static int oops_notify(struct notifier_block *block, unsigned long reason,
		       void *data)
{
	const struct die_args *die = data;
	unsigned long frames[DEPTH];
	unsigned int i, count;

	if (reason != DIE_OOPS || !die->regs || user_mode(die->regs))
		return NOTIFY_DONE;
	rcu_read_lock();
	if (arena_is_text(instruction_pointer(die->regs)))
		say_frame(instruction_pointer(die->regs));
	count = stack_trace_save(frames, DEPTH, 0);
	for (i = 0; i < count; i++) {
		if (arena_is_text(frames[i]) &&
		    frames[i] != instruction_pointer(die->regs))
			say_frame(frames[i]);
	}
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block oops_block = {
	.notifier_call = oops_notify,
};

int oops_init(void)
{
	return register_die_notifier(&oops_block);
}

void oops_exit(void)
{
	unregister_die_notifier(&oops_block);
}

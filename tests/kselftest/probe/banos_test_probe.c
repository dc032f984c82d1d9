// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Sets kprobes for tests, and leaks memory on purpose. tracefs doesn't take
 * functions that ftrace can't trace, unless the kernel has
 * CONFIG_KPROBE_EVENTS_ON_NOTRACE; whoever calls register_kprobe(), as
 * SystemTap does, may probe any function.
 *
 * Written to the parameter "command":
 *
 *	add NAME SYMBOL [OFFSET]   a probe that is off
 *	on NAME, off NAME, remove NAME
 *
 * "hits" shows a line "NAME HITS" for each.
 *
 * The parameter "leak", set to 1, allocates memory that nothing points to, which
 * kmemleak has to find; 0 frees it.
 */
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

struct test_probe {
	struct list_head node;
	struct kprobe kprobe;
	atomic_t hits;
	char name[32];
	char symbol[64];
};

static LIST_HEAD(probes);
static DEFINE_MUTEX(probes_mutex);

static int count_hit(struct kprobe *kprobe, struct pt_regs *regs)
{
	atomic_inc(&container_of(kprobe, struct test_probe, kprobe)->hits);
	return 0;
}

static struct test_probe *find_probe(const char *name)
{
	struct test_probe *probe;

	list_for_each_entry(probe, &probes, node) {
		if (!strcmp(probe->name, name))
			return probe;
	}
	return NULL;
}

static int add(const char *name, const char *symbol, unsigned int offset)
{
	struct test_probe *probe;
	int error;

	if (find_probe(name))
		return -EEXIST;
	probe = kzalloc(sizeof(*probe), GFP_KERNEL);
	if (!probe)
		return -ENOMEM;
	strscpy(probe->name, name, sizeof(probe->name));
	strscpy(probe->symbol, symbol, sizeof(probe->symbol));
	probe->kprobe.symbol_name = probe->symbol;
	probe->kprobe.offset = offset;
	probe->kprobe.pre_handler = count_hit;
	probe->kprobe.flags = KPROBE_FLAG_DISABLED;
	error = register_kprobe(&probe->kprobe);
	if (error)
		kfree(probe);
	else
		list_add_tail(&probe->node, &probes);
	return error;
}

static void remove(struct test_probe *probe)
{
	unregister_kprobe(&probe->kprobe);
	list_del(&probe->node);
	kfree(probe);
}

static int change(const char *verb, const char *name)
{
	struct test_probe *probe = find_probe(name);

	if (!probe)
		return -ENOENT;
	if (!strcmp(verb, "on"))
		return enable_kprobe(&probe->kprobe);
	if (!strcmp(verb, "off"))
		return disable_kprobe(&probe->kprobe);
	if (strcmp(verb, "remove"))
		return -EINVAL;
	remove(probe);
	return 0;
}

static int command_set(const char *text, const struct kernel_param *parameter)
{
	char verb[8], name[32], symbol[64];
	unsigned int offset = 0;
	int words, error;

	words = sscanf(text, "%7s %31s %63s %u", verb, name, symbol, &offset);
	if (words < 2)
		return -EINVAL;
	mutex_lock(&probes_mutex);
	if (!strcmp(verb, "add"))
		error = words > 2 ? add(name, symbol, offset) : -EINVAL;
	else
		error = change(verb, name);
	mutex_unlock(&probes_mutex);
	return error;
}

static int hits_get(char *to, const struct kernel_param *parameter)
{
	struct test_probe *probe;
	int used = 0;

	mutex_lock(&probes_mutex);
	list_for_each_entry(probe, &probes, node)
		used += scnprintf(to + used, PAGE_SIZE - used, "%s %d\n",
				  probe->name, atomic_read(&probe->hits));
	mutex_unlock(&probes_mutex);
	return used;
}

/* Inverted, so that it is no pointer to whoever looks for pointers. */
static unsigned long leaked = ~0UL;

static int leak_set(const char *text, const struct kernel_param *parameter)
{
	bool wanted;
	int error = kstrtobool(text, &wanted);

	if (error)
		return error;
	mutex_lock(&probes_mutex);
	kfree((void *)~leaked);
	leaked = ~(unsigned long)(wanted ? kzalloc(100, GFP_KERNEL) : NULL);
	if (wanted && leaked == ~0UL)
		error = -ENOMEM;
	mutex_unlock(&probes_mutex);
	return error;
}

static const struct kernel_param_ops leak_operations = {
	.set = leak_set,
};

static const struct kernel_param_ops command_operations = {
	.set = command_set,
};

static const struct kernel_param_ops hits_operations = {
	.get = hits_get,
};

module_param_cb(command, &command_operations, NULL, 0200);
module_param_cb(leak, &leak_operations, NULL, 0200);
module_param_cb(hits, &hits_operations, NULL, 0400);

static int __init test_probe_init(void)
{
	return 0;
}

static void __exit test_probe_exit(void)
{
	struct test_probe *probe, *next;

	list_for_each_entry_safe(probe, next, &probes, node)
		remove(probe);
	kfree((void *)~leaked);
}

module_init(test_probe_init);
module_exit(test_probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Sets kprobes, and leaks memory, for tests of banos");

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Publishing function names to the kernel: see names.h.
 */
#include <linux/bitmap.h>
#include <linux/genalloc.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "instance_types.h"
#include "names.h"
#include "relocate.h"

#ifdef CONFIG_KALLSYMS

/*
 * What each function of an instance that leaves is called. Its symbol stays as
 * long as its code does: without it, its place would count as a part of the
 * function before, up to all of the arena, and a kprobe that found the function
 * by its name a moment ago would have that decoded, for minutes.
 */
#define HIDDEN_NAME "banos_leaving"

/* Slots for images, and bytes for their names, 24 to 32 for a usual one. */
#define SLOTS 16384u
#define TEXT_SIZE (SLOTS * 32u)
#define TEXT_GRAIN 8

/*
 * One allocation each, made at insmod and freed with the module. symtab holds
 * the module's own symbols, then the slots; strtab likewise. An unused slot
 * is SHN_UNDEF with an empty name, which every reader of the kernel skips.
 */
static struct mod_kallsyms table;
static unsigned int own_symbols;
static size_t own_text;
static u32 hidden_text;
static DECLARE_BITMAP(used_slots, SLOTS);
static unsigned int next_slot;
static struct gen_pool *text_pool;
static DEFINE_MUTEX(names_mutex);
static atomic64_t used, left_out;

static Elf_Sym *slot_symbol(u32 slot)
{
	return &table.symtab[own_symbols + slot];
}

int names_ready(void)
{
	struct mod_kallsyms *now = rcu_access_pointer(THIS_MODULE->kallsyms);

	if (now == &table)
		return 0;
	if (THIS_MODULE->state != MODULE_STATE_LIVE ||
	    now != &THIS_MODULE->core_kallsyms)
		return -EAGAIN;
	mutex_lock(&names_mutex);
	if (table.symtab)
		rcu_assign_pointer(THIS_MODULE->kallsyms, &table);
	mutex_unlock(&names_mutex);
	return 0;
}

/* The room for it was found by its length. */
static void copy_name(size_t text, const char *name)
{
	memcpy(table.strtab + text, name, strlen(name) + 1);
}

/* The text pool's addresses are offsets into strtab; 0 would mean failure. */
static bool text_init(void)
{
	text_pool = gen_pool_create(ilog2(TEXT_GRAIN), NUMA_NO_NODE);
	return text_pool && !gen_pool_add(text_pool, own_text, TEXT_SIZE,
					  NUMA_NO_NODE);
}

/* The module's own symbols are copied now, and published with the first image. */
int names_init(void)
{
	const struct mod_kallsyms *own = &THIS_MODULE->core_kallsyms;
	unsigned int i;
	Elf_Sym *symtab;
	size_t length;

	own_symbols = own->num_symtab;
	for (i = 0; i < own_symbols; i++) {
		length = own->symtab[i].st_name +
			 strlen(own->strtab + own->symtab[i].st_name) + 1;
		own_text = max(own_text, length);
	}
	hidden_text = own_text;
	own_text = ALIGN(own_text + sizeof(HIDDEN_NAME), TEXT_GRAIN);
	symtab = vzalloc(array_size(own_symbols + SLOTS, sizeof(*symtab)));
	table.strtab = vzalloc(own_text + TEXT_SIZE);
	table.typetab = vzalloc(own_symbols + SLOTS);
	if (!symtab || !table.strtab || !table.typetab || !text_init()) {
		pr_warn("banos: no memory to publish names of functions\n");
		vfree(symtab);
		return 0;
	}
	memcpy(symtab, own->symtab, own_symbols * sizeof(*symtab));
	memcpy(table.typetab, own->typetab, own_symbols);
	for (i = 0; i < own_symbols; i++)
		copy_name(symtab[i].st_name,
			  own->strtab + own->symtab[i].st_name);
	copy_name(hidden_text, HIDDEN_NAME);
	table.num_symtab = own_symbols;
	table.symtab = symtab;
	return 0;
}

/* Before the kernel itself frees the module: with its own table in place. */
void names_exit(void)
{
	if (rcu_access_pointer(THIS_MODULE->kallsyms) == &table) {
		rcu_assign_pointer(THIS_MODULE->kallsyms,
				   &THIS_MODULE->core_kallsyms);
		synchronize_rcu();
	}
	rcu_barrier();
	if (text_pool)
		gen_pool_destroy(text_pool);
	vfree(table.symtab);
	vfree(table.strtab);
	vfree(table.typetab);
}

static u32 take_slot(void)
{
	u32 slot = find_next_zero_bit(used_slots, SLOTS, next_slot);

	if (slot >= SLOTS)
		slot = find_first_zero_bit(used_slots, SLOTS);
	if (slot >= SLOTS)
		return SLOTS;
	set_bit(slot, used_slots);
	next_slot = slot + 1;
	return slot;
}

static void fill_slot(u32 slot, u32 text, const char *name,
		      unsigned long address, u64 size)
{
	Elf_Sym *symbol = slot_symbol(slot);

	copy_name(text, name);
	symbol->st_name = text;
	symbol->st_info = STB_GLOBAL << 4 | STT_FUNC;
	symbol->st_value = address;
	symbol->st_size = size;
	table.typetab[own_symbols + slot] = 'T';
	/* Readers that see the section take the rest as it is. */
	smp_store_release(&symbol->st_shndx, SHN_ABS);
	if (own_symbols + slot < table.num_symtab)
		return;
	/* Readers that count this slot find it filled. */
	smp_store_release(&table.num_symtab, own_symbols + slot + 1);
}

/* One more name; false: there is no room. */
static bool add_name(struct instance *instance, const char *name,
		     unsigned long address, u64 size)
{
	struct published_name *published;
	unsigned long text = gen_pool_alloc(text_pool, strlen(name) + 1);
	u32 slot = text ? take_slot() : SLOTS;

	if (slot == SLOTS) {
		if (text)
			gen_pool_free(text_pool, text, strlen(name) + 1);
		return false;
	}
	fill_slot(slot, text, name, address, size);
	published = &instance->names[instance->name_count++];
	published->slot = slot;
	published->text = text;
	atomic64_inc(&used);
	return true;
}

/* Something must stand after the last function, or it would seem to reach to
 * the next image. The kernel decodes functions from their beginning when one
 * is probed, and this one may be megabytes of traps: so it begins with what
 * stops that.
 */
static void add_end(struct instance *instance, u64 offset)
{
	const struct placement *text = &instance->parts[IMAGE_TEXT];
	char name[BANOS_NAME_SIZE + 16];

	snprintf(name, sizeof(name), "banos_end_of_%s", instance->name);
	add_name(instance, name, (unsigned long)text->address + offset,
		 RELOCATE_STOP_SIZE);
}

int names_add(struct instance *instance, const struct image *image,
	      const struct image_addresses *addresses)
{
	u32 i;

	if (!table.symtab)
		return 0;
	instance->names = kvmalloc_array(image->name_count + 1,
					 sizeof(*instance->names), GFP_KERNEL);
	if (!instance->names)
		return -ENOMEM;
	mutex_lock(&names_mutex);
	for (i = 0; i < image->name_count; i++) {
		if (!add_name(instance, image->names[i].name,
			      image_address(image, addresses,
					    image->names[i].place),
			      image->names[i].size))
			instance->names_left_out++;
	}
	if (instance->name_count)
		add_end(instance, image->end_offset);
	atomic64_add(instance->names_left_out, &left_out);
	mutex_unlock(&names_mutex);
	return 0;
}

void names_hide(struct instance *instance)
{
	u32 i;

	for (i = 0; i < instance->name_count; i++)
		WRITE_ONCE(slot_symbol(instance->names[i].slot)->st_name,
			   hidden_text);
}

void names_show(struct instance *instance)
{
	u32 i;

	for (i = 0; i < instance->name_count; i++)
		WRITE_ONCE(slot_symbol(instance->names[i].slot)->st_name,
			   instance->names[i].text);
}

void names_remove(struct instance *instance)
{
	Elf_Sym *symbol;
	u32 i;

	for (i = 0; i < instance->name_count; i++) {
		symbol = slot_symbol(instance->names[i].slot);
		WRITE_ONCE(symbol->st_shndx, SHN_UNDEF);
		WRITE_ONCE(symbol->st_name, 0);
	}
}

void names_release(struct instance *instance)
{
	const struct published_name *name;
	size_t length;
	u32 i;

	for (i = 0; i < instance->name_count; i++) {
		name = &instance->names[i];
		length = strlen(table.strtab + name->text) + 1;
		gen_pool_free(text_pool, name->text, length);
		clear_bit(name->slot, used_slots);
	}
	atomic64_sub(instance->name_count, &used);
	atomic64_sub(instance->names_left_out, &left_out);
	kvfree(instance->names);
}

const char *names_find(const struct instance *instance, unsigned long address,
		       unsigned long *offset)
{
	const char *best = "?";
	unsigned long start;
	u32 i;

	*offset = address - (unsigned long)instance->parts[IMAGE_TEXT].address;
	for (i = 0; i < instance->name_count; i++) {
		start = slot_symbol(instance->names[i].slot)->st_value;
		if (start > address || address - start > *offset)
			continue;
		*offset = address - start;
		best = table.strtab + instance->names[i].text;
	}
	return best;
}

struct names_usage names_usage(void)
{
	struct names_usage usage = {
		.used = atomic64_read(&used),
		.capacity = table.symtab ? SLOTS : 0,
		.left_out = atomic64_read(&left_out),
	};

	return usage;
}

#else

int names_ready(void)
{
	return 0;
}

int names_init(void)
{
	return 0;
}

void names_exit(void)
{
}

int names_add(struct instance *instance, const struct image *image,
	      const struct image_addresses *addresses)
{
	return 0;
}

void names_hide(struct instance *instance)
{
}

void names_show(struct instance *instance)
{
}

void names_remove(struct instance *instance)
{
}

void names_release(struct instance *instance)
{
}

const char *names_find(const struct instance *instance, unsigned long address,
		       unsigned long *offset)
{
	*offset = address - (unsigned long)instance->parts[IMAGE_TEXT].address;
	return "?";
}

struct names_usage names_usage(void)
{
	return (struct names_usage){ 0 };
}

#endif

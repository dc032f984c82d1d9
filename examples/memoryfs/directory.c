/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Names: see memoryfs.h.
 */
#include "memoryfs.h"

#define CAPACITY_FIRST 8

/* FNV-1a. */
static uint32_t hash_of(const struct banos_name *name)
{
	uint32_t hash = 2166136261U;
	uint64_t i;

	for (i = 0; i < name->length; i++)
		hash = (hash ^ (uint8_t)name->text[i]) * 16777619U;
	return hash;
}

static struct entry **bucket_of(const struct directory *directory, uint32_t hash)
{
	return &directory->buckets[hash & (directory->capacity - 1)];
}

static struct entry *find(const struct directory *directory,
			  const struct banos_name *name)
{
	struct entry *entry;
	uint32_t hash;

	if (!directory->used)
		return NULL;
	hash = hash_of(name);
	for (entry = *bucket_of(directory, hash); entry; entry = entry->next) {
		if (entry->hash == hash && entry->length == name->length &&
		    !banos_memcmp(entry->name, name->text, name->length))
			return entry;
	}
	return NULL;
}

static void chain(struct directory *directory, struct entry *entry)
{
	struct entry **bucket = bucket_of(directory, entry->hash);

	entry->next = *bucket;
	*bucket = entry;
}

/* Twice as many slots and buckets; slots stay what they are. */
static int32_t grow(struct directory *directory)
{
	uint32_t capacity = directory->capacity ? directory->capacity * 2 :
						  CAPACITY_FIRST;
	struct entry **memory;
	uint32_t i;

	memory = banos_memory_allocate_array(self, 2 * (uint64_t)capacity,
					     sizeof(struct entry *), 0,
					     BANOS_MEMORY_ZERO);
	if (!memory)
		return -BANOS_ENOMEM;
	for (i = 0; i < directory->capacity; i++)
		memory[i] = directory->slots[i];
	banos_memory_free(directory->slots);
	directory->slots = memory;
	directory->buckets = memory + capacity;
	directory->free_from = directory->capacity;
	directory->capacity = capacity;
	for (i = 0; i < directory->free_from; i++)
		chain(directory, directory->slots[i]);
	return 0;
}

static struct entry *create_entry(const struct banos_name *name,
				  struct node *node)
{
	struct entry *entry;

	entry = banos_memory_allocate(self, sizeof(*entry) + name->length, 0, 0);
	if (!entry)
		return NULL;
	entry->node = node;
	entry->hash = hash_of(name);
	entry->length = (uint32_t)name->length;
	banos_memcpy(entry->name, name->text, name->length);
	return entry;
}

/* There is a free slot at or behind free_from, and the name is free. */
static void put(struct directory *directory, struct entry *entry)
{
	while (directory->slots[directory->free_from])
		directory->free_from++;
	entry->slot = directory->free_from++;
	directory->slots[entry->slot] = entry;
	chain(directory, entry);
	directory->used++;
}

/* A new entry. Fails without having done anything. */
static int32_t add(struct directory *directory, const struct banos_name *name,
		   struct node *node)
{
	struct entry *entry;

	if (directory->used == directory->capacity) {
		int32_t error = grow(directory);

		if (error)
			return error;
	}
	entry = create_entry(name, node);
	if (!entry)
		return -BANOS_ENOMEM;
	put(directory, entry);
	return 0;
}

static void drop(struct directory *directory, struct entry *entry)
{
	struct entry **place = bucket_of(directory, entry->hash);

	while (*place != entry)
		place = &(*place)->next;
	*place = entry->next;
	directory->slots[entry->slot] = NULL;
	if (entry->slot < directory->free_from)
		directory->free_from = entry->slot;
	directory->used--;
	banos_memory_free(entry);
}

struct node *directory_take_any(struct directory *directory)
{
	struct entry *entry;
	struct node *node;

	while (directory->capacity) {
		entry = directory->slots[--directory->capacity];
		if (!entry)
			continue;
		node = entry->node;
		banos_memory_free(entry);
		return node;
	}
	return NULL;
}

void directory_destroy(struct directory *directory)
{
	banos_memory_free(directory->slots);
}

int32_t directory_lookup(struct banos_node *handle,
			 const struct banos_name *name,
			 struct banos_node_found *found)
{
	struct node *node = banos_node_context(handle);
	struct entry *entry = find(&node->directory, name);

	if (!entry)
		return -BANOS_ENOENT;
	found->id = entry->node->id;
	found->context = entry->node;
	return 0;
}

int32_t directory_list(struct banos_node *handle, struct banos_list *list,
		       uint64_t position)
{
	const struct node *node = banos_node_context(handle);
	const struct directory *directory = &node->directory;
	uint64_t slot;

	for (slot = position; slot < directory->capacity; slot++) {
		const struct entry *entry = directory->slots[slot];
		struct banos_name name;

		if (!entry)
			continue;
		name.text = entry->name;
		name.length = entry->length;
		if (!banos_list_add(list, &name, entry->node->id,
				    entry->node->type, slot + 1))
			break;
	}
	return 0;
}

static bool is_directory(const struct node *node)
{
	return node->type == BANOS_NODE_DIRECTORY;
}

int32_t directory_create(struct banos_node *handle,
			 const struct banos_name *name,
			 const struct banos_node_creation *creation,
			 struct banos_node_found *found)
{
	struct node *parent = banos_node_context(handle);
	struct node *node;
	int32_t error;

	node = node_create(parent->tree, creation, &error);
	if (!node)
		return error;
	error = add(&parent->directory, name, node);
	if (error) {
		node_destroy(node);
		return error;
	}
	if (is_directory(node))
		parent->links++;
	node_modified(parent);
	found->id = node->id;
	found->context = node;
	return 0;
}

int32_t directory_link(struct banos_node *handle, const struct banos_name *name,
		       struct banos_node *node_handle)
{
	struct node *parent = banos_node_context(handle);
	struct node *node = banos_node_context(node_handle);
	int32_t error = add(&parent->directory, name, node);

	if (error)
		return error;
	node->links++;
	node_changed(node);
	node_modified(parent);
	return 0;
}

/* Its name is gone. A directory that has none has no "." and ".." either. */
static void lose_name(struct node *parent, struct node *node)
{
	if (is_directory(node)) {
		node->links = 0;
		parent->links--;
	} else {
		node->links--;
	}
	node_changed(node);
}

int32_t directory_remove(struct banos_node *handle,
			 const struct banos_name *name,
			 struct banos_node *node_handle)
{
	struct node *parent = banos_node_context(handle);
	struct node *node = banos_node_context(node_handle);

	if (is_directory(node) && node->directory.used)
		return -BANOS_ENOTEMPTY;
	drop(&parent->directory, find(&parent->directory, name));
	lose_name(parent, node);
	node_modified(parent);
	return 0;
}

/* A directory's ".." counts where it is. */
static void move_link(const struct node *node, struct node *from,
		      struct node *to)
{
	if (is_directory(node)) {
		from->links--;
		to->links++;
	}
}

static void exchange(struct node *from, struct entry *old, struct node *to,
		     struct entry *new)
{
	struct node *node = old->node;

	move_link(old->node, from, to);
	move_link(new->node, to, from);
	old->node = new->node;
	new->node = node;
	node_changed(old->node);
}

/* The new name's entry takes the node over, if there is one. */
static int32_t move(struct node *from, struct entry *old, struct node *to,
		    struct entry *new, const struct banos_name *name)
{
	struct node *node = old->node;
	int32_t error;

	if (new && is_directory(new->node) && new->node->directory.used)
		return -BANOS_ENOTEMPTY;
	if (new) {
		lose_name(to, new->node);
		new->node = node;
	} else {
		error = add(&to->directory, name, node);
		if (error)
			return error;
	}
	move_link(node, from, to);
	drop(&from->directory, old);
	return 0;
}

int32_t directory_rename(const struct banos_rename *rename)
{
	struct node *from = banos_node_context(rename->from);
	struct node *to = banos_node_context(rename->to);
	struct node *node = banos_node_context(rename->node);
	struct entry *old = find(&from->directory, rename->old_name);
	struct entry *new = find(&to->directory, rename->new_name);
	int32_t error = 0;

	if (rename->flags & ~(uint64_t)BANOS_RENAME_EXCHANGE)
		return -BANOS_EINVAL;
	if (rename->flags & BANOS_RENAME_EXCHANGE)
		exchange(from, old, to, new);
	else
		error = move(from, old, to, new, rename->new_name);
	if (error)
		return error;
	node_changed(node);
	node_modified(from);
	node_modified(to);
	return 0;
}

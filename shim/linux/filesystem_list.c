// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Listing directories: see filesystem.h.
 *
 * The driver's entries are collected in a page, and handed to the program when
 * the driver is out: it may hold a lock while it lists, and the program's memory
 * may be a mapping of one of its files.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/filesystem.h>

#include "export.h"
#include "filesystem.h"

/* Positions of the kernel: 0 is ".", 1 is "..", then come the driver's. */
#define DOTS 2

#define LIST_SIZE 4096

/**
 * struct entry - one entry
 * @id:     of the node
 * @next:   the driver's position behind it
 * @length: of the name
 * @type:   enum banos_node_type, which are the kernel's DT_...
 * @name:   without a NUL
 */
struct entry {
	u64 id;
	u64 next;
	u8 length;
	u8 type;
	char name[];
};

/**
 * struct banos_list - some entries
 * @used:  bytes of @bytes
 * @bad:   the driver handed in something that is no entry
 * @bytes: struct entry, one behind the other
 */
struct banos_list {
	u32 used;
	bool bad;
	char bytes[] __aligned(8);
};

#define ROOM (LIST_SIZE - offsetof(struct banos_list, bytes))

static size_t size_of(size_t name_length)
{
	return ALIGN(offsetof(struct entry, name) + name_length, 8);
}

static bool is_name(const struct banos_name *name)
{
	if (!name->length || name->length > NAME_MAX ||
	    memchr(name->text, '/', name->length) ||
	    memchr(name->text, '\0', name->length))
		return false;
	return name->text[0] != '.' || name->length > 2 ||
	       (name->length == 2 && name->text[1] != '.');
}

static void append(struct banos_list *list, const struct banos_name *name,
		   u64 id, u32 type, u64 next)
{
	struct entry *entry = (struct entry *)(list->bytes + list->used);

	entry->id = id;
	entry->next = next;
	entry->length = name->length;
	entry->type = type;
	memcpy(entry->name, name->text, name->length);
	list->used += size_of(name->length);
}

bool banos_list_add(struct banos_list *list, const struct banos_name *name,
		    uint64_t id, uint32_t type, uint64_t next)
{
	if (list->bad)
		return false;
	if (!is_name(name) || !id || type > DT_WHT || !next ||
	    next > LLONG_MAX - DOTS) {
		list->bad = true;
		return false;
	}
	if (size_of(name->length) > ROOM - list->used)
		return false;
	append(list, name, id, type, next);
	return true;
}
SHIM_EXPORT_GPL(banos_list_add, BANOS_VERSION(0, 9, 1));

static int fill(struct banos_list *list, struct inode *directory, u64 position)
{
	struct mount_state *mount = mount_of(directory);
	unsigned int flags;
	int error;

	list->used = 0;
	list->bad = false;
	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->list(&to_fs_node(directory)->use->driver, list,
					   position);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return list->bad ? -EIO : error;
}

/* Returns: whether the program has room for more. */
static bool hand_out(const struct banos_list *list, struct dir_context *context)
{
	const struct entry *entry;
	u32 offset;

	for (offset = 0; offset < list->used; offset += size_of(entry->length)) {
		entry = (const struct entry *)(list->bytes + offset);
		if (!dir_emit(context, entry->name, entry->length, entry->id,
			      entry->type))
			return false;
		context->pos = entry->next + DOTS;
	}
	return true;
}

static int iterate(struct file *file, struct dir_context *context)
{
	struct banos_list *list;
	int error;

	if (!dir_emit_dots(file, context))
		return 0;
	list = kmalloc(LIST_SIZE, GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	do {
		error = fill(list, file_inode(file), context->pos - DOTS);
	} while (!error && list->used && hand_out(list, context));
	kfree(list);
	return error;
}

const struct file_operations directory_file_operations = {
	.open = node_open,
	.llseek = generic_file_llseek,
	.read = generic_read_dir,
	.iterate_shared = iterate,
	.fsync = node_fsync,
};

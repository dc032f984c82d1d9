/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A file system in memory, among its own files:
 *
 *	memoryfs.c   the type, mounts and their limits
 *	node.c       nodes: their life and attributes
 *	directory.c  names
 *	content.c    what is in files
 *
 * What belongs to one node needs no lock, see <banos/filesystem.h>. What a
 * mount counts is counted by atomic operations.
 */
#ifndef MEMORYFS_H
#define MEMORYFS_H

#include <banos/banos.h>

/*
 * With what the allocator adds to it, a piece of a file fits a page of memory;
 * so does a table of pieces.
 */
#define PIECE_SIZE ((uint64_t)4032)
#define TABLE_LENGTH (PIECE_SIZE / sizeof(void *))
#define TABLES_MOST ((uint64_t)32768)

#define FILE_LARGEST (TABLES_MOST * TABLE_LENGTH * PIECE_SIZE)

/* A mount. The four counts change by atomic operations. */
struct tree {
	struct node *root;
	uint64_t     next_id;
	uint64_t     pieces;
	uint64_t     nodes;
	uint64_t     pieces_most;
	uint64_t     nodes_most;
};

/*
 * A name. Entries are chained from the buckets of their directory, and have a
 * slot each, which is their position in the list.
 */
struct entry {
	struct entry *next;
	struct node  *node;
	uint32_t      hash;
	uint32_t      slot;
	uint32_t      length;
	char          name[];
};

/*
 * slots[i] is an entry, or NULL. As many buckets as slots, a power of two; both
 * arrays lie in one piece of memory.
 */
struct directory {
	struct entry **slots;
	struct entry **buckets;
	uint32_t       capacity;
	uint32_t       used;
	uint32_t       free_from;
};

struct table {
	char *pieces[TABLE_LENGTH];
};

/*
 * A piece that is NULL reads as zeroes, and so does what lies behind the end in
 * the last one. The first piece needs no table.
 */
struct content {
	char          *first;
	struct table **tables;
	uint64_t       table_count;
	uint64_t       pieces;
};

/* above: the directory that it is in, while both are being destroyed. */
struct node {
	struct tree *tree;
	struct node *above;
	uint64_t     id;
	uint32_t     type;
	uint32_t     mode;
	uint32_t     user;
	uint32_t     group;
	uint32_t     major;
	uint32_t     minor;
	uint64_t     links;
	uint64_t     size;
	int64_t      accessed_ns;
	int64_t      modified_ns;
	int64_t      changed_ns;
	union {
		struct directory directory;
		struct content   content;
		char            *target;
	};
};

extern struct banos_driver *self;

/* node.c: each answers 0 or a negative error, unless it says otherwise. */

struct node *node_create(struct tree *tree,
			 const struct banos_node_creation *creation,
			 int32_t *error);
/* The node only; a directory is empty. */
void node_destroy(struct node *node);
/* Content has changed, or just attributes. */
void node_modified(struct node *node);
void node_changed(struct node *node);
void node_forget(struct banos_node *handle);
int32_t node_get_attributes(struct banos_node *handle,
			    struct banos_node_attributes *attributes);
int32_t node_set_attributes(struct banos_node *handle, uint32_t which,
			    const struct banos_node_attributes *attributes);

/* directory.c */

int32_t directory_lookup(struct banos_node *handle,
			 const struct banos_name *name,
			 struct banos_node_found *found);
int32_t directory_list(struct banos_node *handle, struct banos_list *list,
		       uint64_t position);
int32_t directory_create(struct banos_node *handle,
			 const struct banos_name *name,
			 const struct banos_node_creation *creation,
			 struct banos_node_found *found);
int32_t directory_link(struct banos_node *handle, const struct banos_name *name,
		       struct banos_node *node_handle);
int32_t directory_remove(struct banos_node *handle,
			 const struct banos_name *name,
			 struct banos_node *node_handle);
int32_t directory_rename(const struct banos_rename *rename);
/*
 * For a directory that goes: takes any entry away, and answers its node; or
 * NULL: there is none left. Nothing else works any more.
 */
struct node *directory_take_any(struct directory *directory);
void directory_destroy(struct directory *directory);

/* content.c */

int64_t content_read(struct node *node, struct banos_user_buffer *to,
		     uint64_t position);
int64_t content_write(struct node *node, struct banos_user_buffer *from,
		      uint64_t position);
void content_resize(struct node *node, uint64_t size);
void content_destroy(struct node *node);

#endif

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Nodes: their life and attributes. See memoryfs.h.
 */
#include "memoryfs.h"

static bool is_known(uint32_t type)
{
	switch (type) {
	case BANOS_NODE_FIFO:
	case BANOS_NODE_CHARACTER_DEVICE:
	case BANOS_NODE_DIRECTORY:
	case BANOS_NODE_BLOCK_DEVICE:
	case BANOS_NODE_FILE:
	case BANOS_NODE_SYMLINK:
	case BANOS_NODE_SOCKET:
		return true;
	default:
		return false;
	}
}

static struct node *allocate(const struct banos_node_creation *creation)
{
	struct node *node = banos_memory_allocate(self, sizeof(*node), 0,
						  BANOS_MEMORY_ZERO);

	if (!node || creation->type != BANOS_NODE_SYMLINK)
		return node;
	node->target = banos_string_duplicate(self, creation->target, 0);
	if (!node->target) {
		banos_memory_free(node);
		return NULL;
	}
	node->size = banos_strlen(node->target);
	return node;
}

struct node *node_create(struct tree *tree,
			 const struct banos_node_creation *creation,
			 int32_t *error)
{
	struct node *node = NULL;

	*error = -BANOS_EPERM;
	if (!is_known(creation->type))
		return NULL;
	*error = -BANOS_ENOSPC;
	if (__atomic_add_fetch(&tree->nodes, 1, __ATOMIC_RELAXED) <=
	    tree->nodes_most) {
		node = allocate(creation);
		*error = node ? 0 : -BANOS_ENOMEM;
	}
	if (!node) {
		__atomic_sub_fetch(&tree->nodes, 1, __ATOMIC_RELAXED);
		return NULL;
	}
	node->tree = tree;
	node->id = __atomic_add_fetch(&tree->next_id, 1, __ATOMIC_RELAXED);
	node->type = creation->type;
	node->mode = creation->mode;
	node->user = creation->user;
	node->group = creation->group;
	node->major = creation->major;
	node->minor = creation->minor;
	node->links = node->type == BANOS_NODE_DIRECTORY ? 2 : 1;
	node_modified(node);
	node->accessed_ns = node->modified_ns;
	return node;
}

void node_destroy(struct node *node)
{
	if (node->type == BANOS_NODE_DIRECTORY)
		directory_destroy(&node->directory);
	else if (node->type == BANOS_NODE_FILE)
		content_destroy(node);
	else if (node->type == BANOS_NODE_SYMLINK)
		banos_memory_free(node->target);
	__atomic_sub_fetch(&node->tree->nodes, 1, __ATOMIC_RELAXED);
	banos_memory_free(node);
}

void node_changed(struct node *node)
{
	node->changed_ns = (int64_t)banos_time_real();
}

void node_modified(struct node *node)
{
	node_changed(node);
	node->modified_ns = node->changed_ns;
}

/* What has a name stays, and is found again by it. */
void node_forget(struct banos_node *handle)
{
	struct node *node = banos_node_context(handle);

	if (!node->links)
		node_destroy(node);
}

int32_t node_get_attributes(struct banos_node *handle,
			    struct banos_node_attributes *attributes)
{
	const struct node *node = banos_node_context(handle);

	attributes->type = node->type;
	attributes->mode = node->mode;
	attributes->user = node->user;
	attributes->group = node->group;
	attributes->links = node->links;
	attributes->file_size = node->size;
	if (node->type == BANOS_NODE_FILE)
		attributes->allocated = node->content.pieces * PIECE_SIZE;
	attributes->accessed_ns = node->accessed_ns;
	attributes->modified_ns = node->modified_ns;
	attributes->changed_ns = node->changed_ns;
	attributes->major = node->major;
	attributes->minor = node->minor;
	return 0;
}

#define KNOWN_ATTRIBUTES                                                      \
	(BANOS_ATTRIBUTE_MODE | BANOS_ATTRIBUTE_USER | BANOS_ATTRIBUTE_GROUP |\
	 BANOS_ATTRIBUTE_FILE_SIZE | BANOS_ATTRIBUTE_ACCESSED |               \
	 BANOS_ATTRIBUTE_MODIFIED | BANOS_ATTRIBUTE_CHANGED)

int32_t node_set_attributes(struct banos_node *handle, uint32_t which,
			    const struct banos_node_attributes *attributes)
{
	struct node *node = banos_node_context(handle);

	if (which & ~(uint32_t)KNOWN_ATTRIBUTES)
		return -BANOS_EINVAL;
	if (which & BANOS_ATTRIBUTE_MODE)
		node->mode = attributes->mode;
	if (which & BANOS_ATTRIBUTE_USER)
		node->user = attributes->user;
	if (which & BANOS_ATTRIBUTE_GROUP)
		node->group = attributes->group;
	if (which & BANOS_ATTRIBUTE_FILE_SIZE)
		content_resize(node, attributes->file_size);
	if (which & BANOS_ATTRIBUTE_ACCESSED)
		node->accessed_ns = attributes->accessed_ns;
	if (which & BANOS_ATTRIBUTE_MODIFIED)
		node->modified_ns = attributes->modified_ns;
	if (which & BANOS_ATTRIBUTE_CHANGED)
		node->changed_ns = attributes->changed_ns;
	return 0;
}

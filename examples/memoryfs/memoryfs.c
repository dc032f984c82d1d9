/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A file system in memory: what is in it goes when it is unmounted.
 *
 *	banosctl install memoryfs.bko
 *	mount -t memoryfs -o size=1048576,nodes=1000 none /mnt
 *
 * size is how many bytes files can hold, nodes how many files there can be.
 * The type, mounts and their limits are here; see memoryfs.h for the rest.
 */
#include "memoryfs.h"

#define SIZE_DEFAULT ((uint64_t)512 << 20)
#define NODES_DEFAULT ((uint64_t)1 << 20)

/* "memo" */
#define MAGIC 0x6d656d6f

struct banos_driver *self;
static struct banos_filesystem *filesystem;

static int32_t read_option(struct tree *tree,
			   const struct banos_mount_option *option)
{
	uint64_t number;
	int32_t error = option->value ?
		banos_parse_u64(option->value, 0, &number) : -BANOS_EINVAL;

	if (error)
		return error;
	if (!banos_strcmp(option->name, "size"))
		tree->pieces_most = number / PIECE_SIZE;
	else if (!banos_strcmp(option->name, "nodes"))
		tree->nodes_most = number;
	else
		return -BANOS_EINVAL;
	return 0;
}

static int32_t read_options(struct tree *tree, const struct banos_mount *mount)
{
	struct banos_mount_option option;
	uint32_t i;

	tree->pieces_most = SIZE_DEFAULT / PIECE_SIZE;
	tree->nodes_most = NODES_DEFAULT;
	for (i = 0; !banos_mount_option(mount, i, &option); i++) {
		int32_t error = read_option(tree, &option);

		if (error) {
			banos_print(self, BANOS_PRINT_ERROR,
				    "cannot mount with option %s",
				    option.name);
			return error;
		}
	}
	return 0;
}

static int32_t create_root(struct tree *tree)
{
	static const struct banos_node_creation creation = {
		.size = sizeof(creation),
		.type = BANOS_NODE_DIRECTORY,
		.mode = 0755,
	};
	int32_t error;

	tree->root = node_create(tree, &creation, &error);
	return error;
}

static int32_t memoryfs_mount(struct banos_mount *mount,
			      struct banos_mount_result *result)
{
	struct tree *tree = banos_memory_allocate(self, sizeof(*tree), 0,
						  BANOS_MEMORY_ZERO);
	int32_t error;

	if (!tree)
		return -BANOS_ENOMEM;
	error = read_options(tree, mount);
	if (!error)
		error = create_root(tree);
	if (error) {
		banos_memory_free(tree);
		return error;
	}
	banos_mount_set_context(mount, tree);
	result->root = tree->root->id;
	result->root_context = tree->root;
	result->largest_file = FILE_LARGEST;
	result->magic = MAGIC;
	return 0;
}

/* Nodes with several names go with the last of them. */
static void destroy_name(struct node *node)
{
	if (node->type == BANOS_NODE_DIRECTORY || !--node->links)
		node_destroy(node);
}

/* Without recursion, because directories can be nested deeper than a stack. */
static void destroy_below(struct node *root)
{
	struct node *directory = root;

	for (;;) {
		struct node *node = directory_take_any(&directory->directory);

		if (node && node->type == BANOS_NODE_DIRECTORY) {
			node->above = directory;
			directory = node;
		} else if (node) {
			destroy_name(node);
		} else if (directory != root) {
			node = directory;
			directory = node->above;
			node_destroy(node);
		} else {
			return;
		}
	}
}

static void memoryfs_unmount(struct banos_mount *mount)
{
	struct tree *tree = banos_mount_context(mount);

	destroy_below(tree->root);
	node_destroy(tree->root);
	banos_memory_free(tree);
}

static int32_t memoryfs_get_statistics(struct banos_mount *mount,
				       struct banos_mount_statistics *statistics)
{
	const struct tree *tree = banos_mount_context(mount);

	statistics->block_size = PIECE_SIZE;
	statistics->blocks = tree->pieces_most;
	statistics->blocks_free = tree->pieces_most - tree->pieces;
	statistics->blocks_available = statistics->blocks_free;
	statistics->nodes = tree->nodes_most;
	statistics->nodes_free = tree->nodes_most - tree->nodes;
	return 0;
}

static int64_t memoryfs_read(struct banos_node *handle,
			     struct banos_user_buffer *to, uint64_t position)
{
	struct node *node = banos_node_context(handle);

	if (node->type == BANOS_NODE_FILE)
		return content_read(node, to, position);
	if (position >= node->size)
		return 0;
	return banos_user_buffer_copy_to(to, node->target + position,
					 node->size - position);
}

static int64_t memoryfs_write(struct banos_node *handle,
			      struct banos_user_buffer *from, uint64_t position)
{
	return content_write(banos_node_context(handle), from, position);
}

static const struct banos_filesystem_operations operations = {
	.size = sizeof(operations),
	.mount = memoryfs_mount,
	.unmount = memoryfs_unmount,
	.get_statistics = memoryfs_get_statistics,
	.forget = node_forget,
	.get_attributes = node_get_attributes,
	.set_attributes = node_set_attributes,
	.lookup = directory_lookup,
	.list = directory_list,
	.create = directory_create,
	.link = directory_link,
	.remove = directory_remove,
	.rename = directory_rename,
	.read = memoryfs_read,
	.write = memoryfs_write,
};

static const struct banos_filesystem_options options = {
	.size = sizeof(options),
	.name = "memoryfs",
};

static int memoryfs_init(struct banos_driver *driver)
{
	self = driver;
	return banos_filesystem_create(driver, &options, &operations, NULL,
				       &filesystem);
}

static int memoryfs_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_filesystem_destroy(filesystem);
	return 0;
}

BANOS_DRIVER(memoryfs, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = memoryfs_init,
	     .uninit = memoryfs_uninit,
	     .description = "a file system in memory");

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The file system of genromfs(8), read only, on a block device or a file:
 *
 *	genromfs -f image -d folder
 *	banosctl install romfs.bko
 *	mount -t banos_romfs image /mnt
 *
 * An image is a header and then nodes, each a header of four big-endian words,
 * its name, and its content, all aligned to 16 bytes:
 *
 *	where the next one of its directory is (28 bits), may it be executed,
 *	and its type
 *	what is special: of a directory, where its first entry is; of a hard
 *	link, where the node is; of a device, its number
 *	size of the content
 *	checksum
 *
 * The place of its header is the id of a node. Whoever made the image may mean
 * harm: each place and each size is compared with the size of the image before
 * it is used, and a chain of entries ends after as many as there can be.
 */
#include <banos/banos.h>

#define ALIGNMENT 16
#define HEADER_SIZE 16

/* Names that the driver keeps in memory while a directory is walked. */
#define NAME_ROOM 256

/* Bytes that are read at a time: of content. */
#define PIECE_SIZE 4096

/* "rom1" */
#define MAGIC 0x7275

enum romfs_type {
	ROMFS_HARD_LINK,
	ROMFS_DIRECTORY,
	ROMFS_FILE,
	ROMFS_SYMLINK,
	ROMFS_BLOCK_DEVICE,
	ROMFS_CHARACTER_DEVICE,
	ROMFS_SOCKET,
	ROMFS_FIFO,
};

/* An image that is mounted. */
struct image {
	struct banos_source *source;
	uint64_t             size;
};

/* A node, as its header says. */
struct header {
	uint32_t next;
	uint32_t type;
	bool     executable;
	uint32_t special;
	uint32_t size;
	uint32_t name_length;
	uint32_t content;
	char     name[NAME_ROOM];
};

static struct banos_driver *self;
static struct banos_filesystem *filesystem;

static uint32_t big_endian(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	       (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t align(uint32_t value)
{
	return (value + ALIGNMENT - 1) & ~(uint32_t)(ALIGNMENT - 1);
}

/* Is all of this in the image? */
static bool contains(const struct image *image, uint64_t place, uint64_t size)
{
	return place <= image->size && size <= image->size - place;
}

/* The name that is there, up to the end of the image: bytes, or an error. */
static int64_t read_name(struct image *image, uint64_t place,
			 char name[NAME_ROOM])
{
	uint64_t room = NAME_ROOM;
	uint64_t length;
	int32_t error;

	if (!contains(image, place, 1))
		return -BANOS_EIO;
	if (room > image->size - place)
		room = image->size - place;
	error = banos_source_read(image->source, place, name, room);
	if (error)
		return error;
	length = banos_strnlen(name, room);
	return length < room ? (int64_t)length : -BANOS_EIO;
}

static int32_t read_header(struct image *image, uint64_t place,
			   struct header *header)
{
	uint8_t bytes[HEADER_SIZE];
	int64_t length;
	int32_t error;

	if (place % ALIGNMENT || !contains(image, place, HEADER_SIZE))
		return -BANOS_EIO;
	error = banos_source_read(image->source, place, bytes, sizeof(bytes));
	if (error)
		return error;
	length = read_name(image, place + HEADER_SIZE, header->name);
	if (length < 0)
		return (int32_t)length;
	header->next = big_endian(bytes) & ~(uint32_t)(ALIGNMENT - 1);
	header->type = big_endian(bytes) & 7;
	header->executable = big_endian(bytes) & 8;
	header->special = big_endian(bytes + 4);
	header->size = big_endian(bytes + 8);
	header->name_length = (uint32_t)length;
	header->content = (uint32_t)place + HEADER_SIZE +
			  align(header->name_length + 1);
	return contains(image, header->content, header->size) ? 0 : -BANOS_EIO;
}

/* What a hard link leads to; a link to a link leads nowhere. */
static uint64_t follow(uint64_t place, const struct header *header)
{
	return header->type == ROMFS_HARD_LINK ?
	       header->special & ~(uint32_t)(ALIGNMENT - 1) : place;
}

static int32_t read_superblock(struct image *image, uint64_t *root)
{
	char name[NAME_ROOM];
	uint8_t bytes[HEADER_SIZE];
	int64_t length;
	int32_t error;

	if (!contains(image, 0, sizeof(bytes)))
		return -BANOS_EINVAL;
	error = banos_source_read(image->source, 0, bytes, sizeof(bytes));
	if (error)
		return error;
	if (banos_memcmp(bytes, "-rom1fs-", 8))
		return -BANOS_EINVAL;
	if (big_endian(bytes + 8) > image->size)
		return -BANOS_EINVAL;
	image->size = big_endian(bytes + 8);
	length = read_name(image, sizeof(bytes), name);
	if (length < 0)
		return (int32_t)length;
	*root = sizeof(bytes) + align((uint32_t)length + 1);
	return 0;
}

static int32_t romfs_mount(struct banos_mount *mount,
			   struct banos_mount_result *result)
{
	struct banos_mount_option option;
	struct image *image;
	int32_t error;

	if (!banos_mount_option(mount, 0, &option))
		return -BANOS_EINVAL;
	image = banos_memory_allocate(self, sizeof(*image), 0, 0);
	if (!image)
		return -BANOS_ENOMEM;
	error = banos_source_open(self, banos_mount_source(mount),
				  &image->source);
	if (error)
		goto free;
	image->size = banos_source_size(image->source);
	error = read_superblock(image, &result->root);
	if (error)
		goto close;
	banos_mount_set_context(mount, image);
	result->flags = BANOS_MOUNT_READ_ONLY;
	result->largest_file = image->size;
	result->magic = MAGIC;
	return 0;
close:
	banos_source_close(image->source);
free:
	banos_memory_free(image);
	return error;
}

static void romfs_unmount(struct banos_mount *mount)
{
	struct image *image = banos_mount_context(mount);

	banos_source_close(image->source);
	banos_memory_free(image);
}

static int32_t romfs_get_statistics(struct banos_mount *mount,
				    struct banos_mount_statistics *statistics)
{
	const struct image *image = banos_mount_context(mount);

	statistics->block_size = 1024;
	statistics->blocks = (image->size + 1023) / 1024;
	return 0;
}

static struct image *image_of(const struct banos_node *node)
{
	return banos_mount_context(banos_node_mount(node));
}

/* Each node's header is kept while it is in use. */
static int32_t romfs_load(struct banos_node *node)
{
	struct header *header = banos_memory_allocate(self, sizeof(*header), 0,
						      0);
	int32_t error;

	if (!header)
		return -BANOS_ENOMEM;
	error = read_header(image_of(node), banos_node_id(node), header);
	if (error)
		banos_memory_free(header);
	else
		banos_node_set_context(node, header);
	return error;
}

static void romfs_forget(struct banos_node *node)
{
	banos_memory_free(banos_node_context(node));
}

/* 0 is no type. */
static uint32_t type_of(const struct header *header)
{
	static const uint32_t types[] = {
		[ROMFS_HARD_LINK] = 0,
		[ROMFS_DIRECTORY] = BANOS_NODE_DIRECTORY,
		[ROMFS_FILE] = BANOS_NODE_FILE,
		[ROMFS_SYMLINK] = BANOS_NODE_SYMLINK,
		[ROMFS_BLOCK_DEVICE] = BANOS_NODE_BLOCK_DEVICE,
		[ROMFS_CHARACTER_DEVICE] = BANOS_NODE_CHARACTER_DEVICE,
		[ROMFS_SOCKET] = BANOS_NODE_SOCKET,
		[ROMFS_FIFO] = BANOS_NODE_FIFO,
	};

	return types[header->type];
}

static uint32_t mode_of(const struct header *header)
{
	if (header->type == ROMFS_SYMLINK)
		return 0777;
	if (header->type == ROMFS_BLOCK_DEVICE ||
	    header->type == ROMFS_CHARACTER_DEVICE)
		return 0600;
	return header->executable ? 0555 : 0444;
}

static int32_t romfs_get_attributes(struct banos_node *node,
				    struct banos_node_attributes *attributes)
{
	const struct header *header = banos_node_context(node);

	attributes->type = type_of(header);
	attributes->mode = mode_of(header);
	attributes->links = 1;
	if (header->type == ROMFS_FILE || header->type == ROMFS_SYMLINK)
		attributes->file_size = header->size;
	attributes->allocated = header->size;
	attributes->major = header->special >> 16;
	attributes->minor = header->special & 0xffff;
	if (header->type != ROMFS_BLOCK_DEVICE &&
	    header->type != ROMFS_CHARACTER_DEVICE) {
		attributes->major = 0;
		attributes->minor = 0;
	}
	return 0;
}

/* The first entry of a directory; 0: there is none. */
static uint64_t first_entry(struct banos_node *directory)
{
	const struct header *header = banos_node_context(directory);

	return header->special & ~(uint32_t)(ALIGNMENT - 1);
}

/* More entries than this don't fit the image: it leads round in a circle. */
static uint64_t most_entries(const struct image *image)
{
	return image->size / (HEADER_SIZE + ALIGNMENT);
}

static bool is_dots(const struct header *header)
{
	return header->name[0] == '.' &&
	       (header->name_length == 1 ||
		(header->name_length == 2 && header->name[1] == '.'));
}

static int32_t romfs_lookup(struct banos_node *directory,
			    const struct banos_name *name,
			    struct banos_node_found *found)
{
	struct image *image = image_of(directory);
	uint64_t left = most_entries(image);
	uint64_t place = first_entry(directory);
	struct header header;

	for (; place; place = header.next) {
		int32_t error = left-- ? read_header(image, place, &header) :
					 -BANOS_EIO;

		if (error)
			return error;
		if (header.name_length == name->length &&
		    !banos_memcmp(header.name, name->text, name->length)) {
			found->id = follow(place, &header);
			return 0;
		}
	}
	return -BANOS_ENOENT;
}

/* Positions are places of entries; one that a program made up is refused. */
static int32_t romfs_list(struct banos_node *directory, struct banos_list *list,
			  uint64_t position)
{
	struct image *image = image_of(directory);
	uint64_t left = most_entries(image);
	uint64_t place = position ? position : first_entry(directory);
	struct header header;

	for (; place && place != image->size; place = header.next) {
		int32_t error = left-- ? read_header(image, place, &header) :
					 -BANOS_EIO;
		struct banos_name name = { header.name, header.name_length };

		if (error)
			return error;
		if (is_dots(&header))
			continue;
		name.length = header.name_length;
		/* The end has a position, too: behind everything. */
		if (!banos_list_add(list, &name, follow(place, &header),
				    type_of(&header),
				    header.next ? header.next : image->size))
			return 0;
	}
	return 0;
}

static int64_t read_piece(struct image *image, uint64_t place, uint64_t size,
			  struct banos_user_buffer *to)
{
	char *piece = banos_memory_allocate(self, size, 0, 0);
	int64_t answer;

	if (!piece)
		return -BANOS_ENOMEM;
	answer = banos_source_read(image->source, place, piece, size);
	if (!answer)
		answer = banos_user_buffer_copy_to(to, piece, size);
	banos_memory_free(piece);
	return answer;
}

static int64_t romfs_read(struct banos_node *node, struct banos_user_buffer *to,
			  uint64_t position)
{
	const struct header *header = banos_node_context(node);
	uint64_t size = banos_user_buffer_remaining(to);

	if (position >= header->size)
		return 0;
	if (size > header->size - position)
		size = header->size - position;
	if (size > PIECE_SIZE)
		size = PIECE_SIZE;
	return read_piece(image_of(node), header->content + position, size, to);
}

static const struct banos_filesystem_operations operations = {
	.size = sizeof(operations),
	.mount = romfs_mount,
	.unmount = romfs_unmount,
	.get_statistics = romfs_get_statistics,
	.load = romfs_load,
	.forget = romfs_forget,
	.get_attributes = romfs_get_attributes,
	.lookup = romfs_lookup,
	.list = romfs_list,
	.read = romfs_read,
};

/* Linux has one of its own, which is called romfs. */
static const struct banos_filesystem_options options = {
	.size = sizeof(options),
	.name = "banos_romfs",
};

static int romfs_init(struct banos_driver *driver)
{
	self = driver;
	return banos_filesystem_create(driver, &options, &operations, NULL,
				       &filesystem);
}

static int romfs_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_filesystem_destroy(filesystem);
	return 0;
}

BANOS_DRIVER(romfs, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = romfs_init,
	     .uninit = romfs_uninit,
	     .description = "the file system of genromfs, read only");

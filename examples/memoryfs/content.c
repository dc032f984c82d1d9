/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What is in files: see memoryfs.h.
 */
#include "memoryfs.h"

static uint64_t smaller(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

/* A piece of the tree's share. Returns: false: there is none left. */
static bool take_share(struct tree *tree)
{
	if (__atomic_add_fetch(&tree->pieces, 1, __ATOMIC_RELAXED) <=
	    tree->pieces_most)
		return true;
	__atomic_sub_fetch(&tree->pieces, 1, __ATOMIC_RELAXED);
	return false;
}

static void free_piece(struct node *node, char **piece)
{
	if (!*piece)
		return;
	banos_memory_free(*piece);
	*piece = NULL;
	node->content.pieces--;
	__atomic_sub_fetch(&node->tree->pieces, 1, __ATOMIC_RELAXED);
}

/* Where the piece of this index is kept; or NULL, if there is no table. */
static char **find_place(struct content *content, uint64_t index)
{
	uint64_t number;

	if (!index)
		return &content->first;
	number = index / TABLE_LENGTH;
	if (number >= content->table_count || !content->tables[number])
		return NULL;
	return &content->tables[number]->pieces[index % TABLE_LENGTH];
}

static bool grow_tables(struct content *content, uint64_t number)
{
	uint64_t count = content->table_count ? content->table_count : 1;
	struct table **tables;

	while (count <= number)
		count *= 2;
	tables = banos_memory_reallocate(self, content->tables,
					 count * sizeof(struct table *),
					 BANOS_MEMORY_ZERO);
	if (!tables)
		return false;
	content->tables = tables;
	content->table_count = count;
	return true;
}

/* The same, and makes the table. */
static char **make_place(struct content *content, uint64_t index)
{
	uint64_t number = index / TABLE_LENGTH;
	char **place = find_place(content, index);

	if (place)
		return place;
	if (number >= content->table_count && !grow_tables(content, number))
		return NULL;
	content->tables[number] = banos_memory_allocate(self,
							sizeof(struct table), 0,
							BANOS_MEMORY_ZERO);
	return find_place(content, index);
}

/* The piece of this index, to be written. */
static int32_t get_piece(struct node *node, uint64_t index, char **piece)
{
	char **place = make_place(&node->content, index);

	if (!place)
		return -BANOS_ENOMEM;
	if (!*place) {
		if (!take_share(node->tree))
			return -BANOS_ENOSPC;
		*place = banos_memory_allocate(self, PIECE_SIZE, 0,
					       BANOS_MEMORY_ZERO);
		node->content.pieces++;
		if (!*place) {
			node->content.pieces--;
			__atomic_sub_fetch(&node->tree->pieces, 1,
					   __ATOMIC_RELAXED);
			return -BANOS_ENOMEM;
		}
	}
	*piece = *place;
	return 0;
}

static int64_t read_piece(struct node *node, struct banos_user_buffer *to,
			  uint64_t position, uint64_t size)
{
	char **place = find_place(&node->content, position / PIECE_SIZE);

	if (!place || !*place)
		return banos_user_buffer_zero(to, size);
	return banos_user_buffer_copy_to(to, *place + position % PIECE_SIZE,
					 size);
}

int64_t content_read(struct node *node, struct banos_user_buffer *to,
		     uint64_t position)
{
	uint64_t end = position + banos_user_buffer_remaining(to);
	int64_t done = 0;

	end = smaller(end, node->size);
	while (position < end) {
		uint64_t size = smaller(end - position,
					PIECE_SIZE - position % PIECE_SIZE);
		int64_t copied = read_piece(node, to, position, size);

		if (copied < 0)
			return done ? done : copied;
		done += copied;
		position += (uint64_t)copied;
		if ((uint64_t)copied < size)
			break;
	}
	return done;
}

static int64_t write_piece(struct node *node, struct banos_user_buffer *from,
			   uint64_t position, uint64_t size)
{
	char *piece;
	int32_t error = get_piece(node, position / PIECE_SIZE, &piece);

	if (error)
		return error;
	return banos_user_buffer_copy_from(from, piece + position % PIECE_SIZE,
					   size);
}

int64_t content_write(struct node *node, struct banos_user_buffer *from,
		      uint64_t position)
{
	uint64_t left = banos_user_buffer_remaining(from);
	int64_t copied = 0;
	int64_t done = 0;

	while (left) {
		uint64_t size = smaller(left,
					PIECE_SIZE - position % PIECE_SIZE);

		copied = write_piece(node, from, position, size);
		if (copied <= 0)
			break;
		done += copied;
		position += (uint64_t)copied;
		left -= (uint64_t)copied;
		if ((uint64_t)copied < size)
			break;
	}
	if (!done)
		return copied;
	if (position > node->size)
		node->size = position;
	node_modified(node);
	return done;
}

static void free_table(struct node *node, uint64_t number, uint64_t from)
{
	struct content *content = &node->content;
	struct table *table = content->tables[number];
	uint64_t i;

	if (!table)
		return;
	for (i = from; i < TABLE_LENGTH; i++)
		free_piece(node, &table->pieces[i]);
	if (from)
		return;
	banos_memory_free(table);
	content->tables[number] = NULL;
}

/* Frees all pieces from this index on. */
static void free_pieces(struct node *node, uint64_t from)
{
	struct content *content = &node->content;
	uint64_t number = from / TABLE_LENGTH;

	if (!from)
		free_piece(node, &content->first);
	for (; number < content->table_count; number++) {
		free_table(node, number, from % TABLE_LENGTH);
		from = 0;
	}
}

void content_resize(struct node *node, uint64_t size)
{
	uint64_t offset = size % PIECE_SIZE;
	char **place;

	if (size < node->size) {
		free_pieces(node, (size + PIECE_SIZE - 1) / PIECE_SIZE);
		place = find_place(&node->content, size / PIECE_SIZE);
		if (offset && place && *place)
			banos_memset(*place + offset, 0, PIECE_SIZE - offset);
	}
	node->size = size;
}

void content_destroy(struct node *node)
{
	free_pieces(node, 0);
	banos_memory_free(node->content.tables);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Memory that image files are read into. The buffer that was given back last
 * is kept for a moment: drivers are installed one after the other, and getting
 * fresh memory, which the kernel zeroes first, takes longer than reading.
 */
#ifndef BANOS_KMOD_READ_BUFFER_H
#define BANOS_KMOD_READ_BUFFER_H

#include <linux/types.h>

/**
 * struct read_buffer - memory for a file; its owner passes it on by value
 * @bytes:    NULL: there is none
 * @capacity: bytes there
 */
struct read_buffer {
	void *bytes;
	size_t capacity;
};

/* At least @size bytes, of any content. Context: may sleep. */
struct read_buffer read_buffer_take(size_t size);
void read_buffer_give_back(struct read_buffer buffer);

void read_buffer_exit(void);

#endif

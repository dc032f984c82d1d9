/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The memory of programs.
 *
 * A driver never follows a pointer that a program gave it: the program may
 * have made it up, it may be swapped out, and another thread may change what
 * is there at any time. It copies, once, and works on the copy.
 *
 * Arguments of ioctl are plain numbers, addresses in the calling program. For
 * read and write the program's memory comes as a struct banos_user_buffer,
 * which knows how much there is and moves on as bytes are copied.
 *
 * All of this works only in a call that a program made into the driver: open,
 * read, write, ioctl and their like; not in threads, work or timers.
 */
#ifndef BANOS_USER_H
#define BANOS_USER_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* The most that one copy moves, in bytes. */
#define BANOS_USER_COPY_LARGEST ((uint64_t)0x7ffff000)

/**
 * banos_user_copy_in - copy from the calling program
 * @to:   the driver's memory; what was not copied is 0 afterwards
 * @from: address in the program
 * @size: in bytes, at most BANOS_USER_COPY_LARGEST
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EFAULT  not all of it is memory that the program may read
 *          -BANOS_EINVAL  @size is too large
 */
BANOS_MUST_CHECK
int32_t banos_user_copy_in(void *to, uint64_t from, uint64_t size);

/**
 * banos_user_copy_out - copy to the calling program
 * @to:   address in the program
 * @from: the driver's memory
 * @size: in bytes, at most BANOS_USER_COPY_LARGEST
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EFAULT  not all of it is memory that the program may write;
 *                         a part may have been written
 *          -BANOS_EINVAL  @size is too large
 */
BANOS_MUST_CHECK
int32_t banos_user_copy_out(uint64_t to, const void *from, uint64_t size);

/**
 * banos_user_zero - clear memory of the calling program
 * @to:   address in the program
 * @size: in bytes, at most BANOS_USER_COPY_LARGEST
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: as banos_user_copy_out()
 */
BANOS_MUST_CHECK
int32_t banos_user_zero(uint64_t to, uint64_t size);

/**
 * banos_user_copy_string - copy a string from the calling program
 * @to:   the driver's memory; ends in NUL on success
 * @from: address in the program
 * @size: of @to, in bytes, at least 1
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: the length of the string without its NUL, or
 *          -BANOS_EFAULT  it is not memory that the program may read
 *          -BANOS_E2BIG   string and NUL are longer than @size
 *          -BANOS_EINVAL  @size is 0 or too large
 */
BANOS_MUST_CHECK
int64_t banos_user_copy_string(char *to, uint64_t from, uint64_t size);

/* The program's memory in a read or a write; lives until that call returns. */
struct banos_user_buffer;

/**
 * banos_user_buffer_remaining - how many bytes are left in it?
 *
 * Context: any.
 * Since:   0.9
 */
uint64_t banos_user_buffer_remaining(const struct banos_user_buffer *buffer);

/**
 * banos_user_buffer_copy_to - copy to the program that reads
 * @buffer: of a read; moves on by what was copied
 * @from:   the driver's memory
 * @size:   in bytes; no more than what remains is copied
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: bytes copied: less than could be if the program's memory ends; or
 *          -BANOS_EFAULT  nothing could be copied, of at least one byte
 *          -BANOS_EBADF   the buffer is that of a write
 */
BANOS_MUST_CHECK
int64_t banos_user_buffer_copy_to(struct banos_user_buffer *buffer,
				  const void *from, uint64_t size);

/**
 * banos_user_buffer_copy_from - copy from the program that writes
 * @buffer: of a write; moves on by what was copied
 * @to:     the driver's memory
 * @size:   in bytes; no more than what remains is copied
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: bytes copied: less than could be if the program's memory ends; or
 *          -BANOS_EFAULT  nothing could be copied, of at least one byte
 *          -BANOS_EBADF   the buffer is that of a read
 */
BANOS_MUST_CHECK
int64_t banos_user_buffer_copy_from(struct banos_user_buffer *buffer, void *to,
				    uint64_t size);

/**
 * banos_user_buffer_zero - write zeroes to the program that reads
 * @buffer: of a read; moves on by what was written
 * @size:   in bytes; no more than what remains is written
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: as banos_user_buffer_copy_to()
 */
BANOS_MUST_CHECK
int64_t banos_user_buffer_zero(struct banos_user_buffer *buffer, uint64_t size);

/**
 * banos_user_buffer_skip - move on without copying
 * @buffer: of a read or a write
 * @size:   in bytes; no more than what remains is skipped
 *
 * Context: any.
 * Since:   0.9
 * Returns: bytes skipped
 */
uint64_t banos_user_buffer_skip(struct banos_user_buffer *buffer,
				uint64_t size);

BANOS_END_DECLARATIONS

#endif

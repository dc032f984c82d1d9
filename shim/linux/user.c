// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The memory of programs: see <banos/user.h>.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <banos/user.h>

#include "compat/uio.h"
#include "export.h"
#include "user.h"

/*
 * Single values take the kernel's ways for single values: a third of the
 * instructions of copy_to_user(), and less. The driver's side may be unaligned.
 */
static s32 copy_in_64(void *to, u64 from)
{
	u64 value;

	if (get_user(value, (const u64 __user *)u64_to_user_ptr(from)))
		return -EFAULT;
	memcpy(to, &value, sizeof(value));
	return 0;
}

static s32 copy_in_32(void *to, u64 from)
{
	u32 value;

	if (get_user(value, (const u32 __user *)u64_to_user_ptr(from)))
		return -EFAULT;
	memcpy(to, &value, sizeof(value));
	return 0;
}

static s32 copy_out_64(u64 to, const void *from)
{
	u64 __user *place = u64_to_user_ptr(to);
	u64 value;

	memcpy(&value, from, sizeof(value));
	if (!user_write_access_begin(place, sizeof(*place)))
		return -EFAULT;
	unsafe_put_user(value, place, fault);
	user_write_access_end();
	return 0;
fault:
	user_write_access_end();
	return -EFAULT;
}

static s32 copy_out_32(u64 to, const void *from)
{
	u32 __user *place = u64_to_user_ptr(to);
	u32 value;

	memcpy(&value, from, sizeof(value));
	if (!user_write_access_begin(place, sizeof(*place)))
		return -EFAULT;
	unsafe_put_user(value, place, fault);
	user_write_access_end();
	return 0;
fault:
	user_write_access_end();
	return -EFAULT;
}

/* Apart, so that single values save no registers. */
static noinline s32 copy_in_bytes(void *to, u64 from, u64 size)
{
	if (size > BANOS_USER_COPY_LARGEST)
		return -EINVAL;
	return copy_from_user(to, u64_to_user_ptr(from), size) ? -EFAULT : 0;
}

static noinline s32 copy_out_bytes(u64 to, const void *from, u64 size)
{
	if (size > BANOS_USER_COPY_LARGEST)
		return -EINVAL;
	return copy_to_user(u64_to_user_ptr(to), from, size) ? -EFAULT : 0;
}

s32 banos_user_copy_in(void *to, u64 from, u64 size)
{
	if (size == sizeof(u64))
		return copy_in_64(to, from);
	if (size == sizeof(u32))
		return copy_in_32(to, from);
	return copy_in_bytes(to, from, size);
}
SHIM_EXPORT(banos_user_copy_in, BANOS_VERSION(0, 9, 0));

s32 banos_user_copy_out(u64 to, const void *from, u64 size)
{
	if (size == sizeof(u64))
		return copy_out_64(to, from);
	if (size == sizeof(u32))
		return copy_out_32(to, from);
	return copy_out_bytes(to, from, size);
}
SHIM_EXPORT(banos_user_copy_out, BANOS_VERSION(0, 9, 0));

s32 banos_user_zero(u64 to, u64 size)
{
	if (size > BANOS_USER_COPY_LARGEST)
		return -EINVAL;
	return clear_user(u64_to_user_ptr(to), size) ? -EFAULT : 0;
}
SHIM_EXPORT(banos_user_zero, BANOS_VERSION(0, 9, 0));

s64 banos_user_copy_string(char *to, u64 from, u64 size)
{
	long length;

	if (!size || size > BANOS_USER_COPY_LARGEST)
		return -EINVAL;
	length = strncpy_from_user(to, u64_to_user_ptr(from), size);
	if (length < 0)
		return -EFAULT;
	return length < size ? length : -E2BIG;
}
SHIM_EXPORT(banos_user_copy_string, BANOS_VERSION(0, 9, 0));

/* As many of @size as there are, in one piece that the kernel takes. */
static size_t piece(const struct banos_user_buffer *buffer, u64 size)
{
	return min3(size, (u64)iov_iter_count(buffer->iter),
		    BANOS_USER_COPY_LARGEST);
}

u64 banos_user_buffer_remaining(const struct banos_user_buffer *buffer)
{
	return iov_iter_count(buffer->iter);
}
SHIM_EXPORT(banos_user_buffer_remaining, BANOS_VERSION(0, 9, 0));

s64 banos_user_buffer_copy_to(struct banos_user_buffer *buffer,
			      const void *from, u64 size)
{
	size_t wanted = piece(buffer, size);
	size_t copied;

	if (!buffer->read)
		return -EBADF;
	copied = copy_to_iter(from, wanted, buffer->iter);
	return copied || !wanted ? copied : -EFAULT;
}
SHIM_EXPORT(banos_user_buffer_copy_to, BANOS_VERSION(0, 9, 0));

s64 banos_user_buffer_copy_from(struct banos_user_buffer *buffer, void *to,
				u64 size)
{
	size_t wanted = piece(buffer, size);
	size_t copied;

	if (buffer->read)
		return -EBADF;
	copied = copy_from_iter(to, wanted, buffer->iter);
	return copied || !wanted ? copied : -EFAULT;
}
SHIM_EXPORT(banos_user_buffer_copy_from, BANOS_VERSION(0, 9, 0));

s64 banos_user_buffer_zero(struct banos_user_buffer *buffer, u64 size)
{
	size_t wanted = piece(buffer, size);
	size_t copied;

	if (!buffer->read)
		return -EBADF;
	copied = compat_iov_iter_zero(wanted, buffer->iter);
	return copied || !wanted ? copied : -EFAULT;
}
SHIM_EXPORT(banos_user_buffer_zero, BANOS_VERSION(0, 9, 0));

u64 banos_user_buffer_skip(struct banos_user_buffer *buffer, u64 size)
{
	size_t skipped = piece(buffer, size);

	iov_iter_advance(buffer->iter, skipped);
	return skipped;
}
SHIM_EXPORT(banos_user_buffer_skip, BANOS_VERSION(0, 9, 0));

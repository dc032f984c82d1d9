// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Structs, callbacks and error numbers on their way between driver and shim.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <banos/error.h>

#include "abi.h"
#include "instance.h"
#include "state.h"

/* No struct of the ABI comes near; a larger size is garbage. */
#define LARGEST_STRUCT 4096

/* What the driver says that its struct measures, or 0: that cannot be. */
static size_t driver_size(const void *driver_struct, size_t first)
{
	u64 size;

	if (!driver_struct)
		return 0;
	size = *(const u64 *)driver_struct;
	return size >= first && size <= LARGEST_STRUCT ? size : 0;
}

int abi_copy_struct(void *to, size_t known, size_t first, const void *from)
{
	size_t size = driver_size(from, first);

	if (!size)
		return -EINVAL;
	if (size > known && memchr_inv(from + known, 0, size - known))
		return -E2BIG;
	memset(to, 0, known);
	memcpy(to, from, min(size, known));
	*(u64 *)to = known;
	return 0;
}

int abi_write_struct(void *to, size_t known, size_t first, const void *from)
{
	size_t size = driver_size(to, first);
	size_t member = sizeof(u64);

	if (!size)
		return -EINVAL;
	memset(to + member, 0, size - member);
	memcpy(to + member, from + member, min(size, known) - member);
	return 0;
}

int abi_check_callback(const struct instance *instance, const void *callback)
{
	return !callback || instance_owns_code(instance, callback) ? 0 : -EINVAL;
}

int abi_copy_callbacks(const struct instance *instance, void *to, size_t known,
		       size_t first, const void *from)
{
	const void *const *callback = to + sizeof(u64);
	const void *const *end = to + known;
	int error = abi_copy_struct(to, known, first, from);

	while (!error && callback < end)
		error = abi_check_callback(instance, *callback++);
	return error;
}

static bool is_banos_error(u64 error)
{
	switch (error) {
	case BANOS_EPERM: case BANOS_ENOENT: case BANOS_EINTR: case BANOS_EIO:
	case BANOS_ENXIO: case BANOS_E2BIG: case BANOS_ENOEXEC:
	case BANOS_EBADF: case BANOS_EAGAIN: case BANOS_ENOMEM:
	case BANOS_EACCES: case BANOS_EFAULT: case BANOS_EBUSY:
	case BANOS_EEXIST: case BANOS_EXDEV: case BANOS_ENODEV:
	case BANOS_ENOTDIR: case BANOS_EISDIR: case BANOS_EINVAL:
	case BANOS_ENFILE: case BANOS_EMFILE: case BANOS_ENOTTY:
	case BANOS_EFBIG: case BANOS_ENOSPC: case BANOS_ESPIPE:
	case BANOS_EROFS: case BANOS_EPIPE: case BANOS_EDOM: case BANOS_ERANGE:
	case BANOS_EDEADLK: case BANOS_ENAMETOOLONG: case BANOS_ENOSYS:
	case BANOS_ENOTEMPTY: case BANOS_ELOOP: case BANOS_ENODATA:
	case BANOS_ETIME: case BANOS_EPROTO: case BANOS_EOVERFLOW:
	case BANOS_EILSEQ: case BANOS_EMSGSIZE: case BANOS_EOPNOTSUPP:
	case BANOS_EADDRINUSE: case BANOS_ENETDOWN: case BANOS_ECONNRESET:
	case BANOS_ENOBUFS: case BANOS_ETIMEDOUT: case BANOS_EALREADY:
	case BANOS_EINPROGRESS: case BANOS_ESTALE: case BANOS_ECANCELED:
	case BANOS_EKEYREJECTED:
		return true;
	}
	return false;
}

s64 abi_error(struct instance *instance, s64 value)
{
	if (value >= 0 || is_banos_error(-(u64)value))
		return value;
	if (state_first_notice(instance))
		pr_notice("banos %s: returned %lld, which is no error of banos; taken as an input/output error\n",
			  instance_name(instance), value);
	return -EIO;
}

s64 abi_error_from_kernel(s64 value)
{
	if (value >= 0 || is_banos_error(-(u64)value))
		return value;
	switch (value) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		return -EINTR;
	}
	return -EIO;
}

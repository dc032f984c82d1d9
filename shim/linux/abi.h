/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What every area does the same way when something crosses between a driver
 * and the shim: structs that grow, tables of callbacks, error numbers.
 *
 * Each struct that crosses begins with a u64, its size as the driver was
 * compiled. "first" below is the size that the struct had when it first
 * appeared: no driver can know less.
 */
#ifndef BANOS_SHIM_ABI_H
#define BANOS_SHIM_ABI_H

#include <linux/types.h>

/* abi_error(), for numbers that come from a driver. */
#include "shim.h"

struct instance;

/**
 * abi_copy_struct - take a struct that a driver hands in
 * @to:    zeroed where the driver's struct is shorter; its size member becomes
 *         @known
 * @known: sizeof(*to)
 * @first: the least that a driver can know of it, bytes
 * @from:  the driver's; may be NULL
 *
 * Context: any.
 * Returns: 0, -EINVAL: @from is NULL or its size less than @first or absurd;
 *          -E2BIG: a byte behind @known is not zero
 */
int __must_check abi_copy_struct(void *to, size_t known, size_t first,
				 const void *from);

/**
 * abi_write_struct - fill a struct that a driver wants to have
 * @to:    the driver's; its size member says how much is there, and stays
 * @known: sizeof(*from)
 * @first: the least that a driver can know of it, bytes
 * @from:  its size member does not matter
 *
 * Context: any.
 * Returns: 0, -EINVAL: @to is NULL or its size less than @first or absurd
 */
int __must_check abi_write_struct(void *to, size_t known, size_t first,
				  const void *from);

/**
 * abi_copy_callbacks - take a table of callbacks that a driver hands in
 * @instance: whose code they must be
 * @to:       a struct whose members behind the size are all pointers to
 *            functions
 *
 * As abi_copy_struct(), and each callback that is not NULL must lie in the
 * text of @instance.
 *
 * Context: any.
 * Returns: as abi_copy_struct(), or -EINVAL for a foreign callback
 */
int __must_check abi_copy_callbacks(const struct instance *instance, void *to,
				    size_t known, size_t first,
				    const void *from);

/* One callback by itself. NULL is none, and fine. Returns: 0 or -EINVAL. */
int __must_check abi_check_callback(const struct instance *instance,
				    const void *callback);

/**
 * abi_error_from_kernel - an error number on its way to a driver
 * @value: as a function of the kernel returned it
 *
 * What only the kernel knows (-ERESTARTSYS and its like) becomes -EINTR; a
 * number that is not in enum banos_error becomes -EIO.
 *
 * Context: any.
 */
s64 abi_error_from_kernel(s64 value);

#endif

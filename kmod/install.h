/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The two things that change what is installed.
 */
#ifndef BANOS_KMOD_INSTALL_H
#define BANOS_KMOD_INSTALL_H

#include <linux/types.h>

struct file;
struct log;

/**
 * install - load an image and run its init(), or leave no trace
 * @file:            the image; NULL: the fd wasn't open
 * @parameters:      "name=value" strings, each ended by NUL
 * @parameters_size: bytes at @parameters; the last is NUL
 * @id:              out: the instance's
 *
 * Returns: 0 or an error as struct banos_install_request tells.
 */
int install(struct file *file, const char *parameters, size_t parameters_size,
	    u64 *id, struct log *log);

/* See struct banos_uninstall_request. */
int uninstall(u64 id, bool detach, unsigned int timeout_ms, struct log *log);

#endif

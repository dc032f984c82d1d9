/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What the files of the library share: one command to /dev/banos, and the
 * rule for structs that callers hand in.
 */
#ifndef BANOS_DEVICE_COMMAND_H
#define BANOS_DEVICE_COMMAND_H

#include <banos/device.h>

/* A descriptor of /dev/banos, or a negative errno number. */
int command_open(void);

/*
 * Give one command. @request is the start of the command's struct; @size is
 * that of the whole struct, which this sets, as it sets the log's members.
 */
int command_run(int device, unsigned int command, struct banos_request* request, uint32_t size,
                struct banos_log* log);

/* Opens, gives one command, closes. */
int command_once(unsigned int command, struct banos_request* request, uint32_t size,
                 struct banos_log* log);

/*
 * Copy a sized struct that the caller compiled, perhaps against another
 * version of this library: members that it lacks become zero.
 *
 * Returns: 0, -EINVAL: smaller than the first version; -E2BIG: it asks for
 * something that this version doesn't know.
 */
int command_copy_options(void* to, uint64_t known, uint64_t first, const void* from);

#endif

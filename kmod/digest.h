/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The SHA-256 of each installed image's file, for those who want to know what
 * exactly is installed. It costs more than the whole rest of an install, so it
 * is computed beside it, and whoever asks waits for it.
 */
#ifndef BANOS_KMOD_DIGEST_H
#define BANOS_KMOD_DIGEST_H

#include <linux/types.h>

#include "read_buffer.h"

struct instance;

/* Takes over the buffer. Without memory the hash stays zero. */
void digest_start(struct instance *instance, struct read_buffer file,
		  size_t size);

/* There will be none: the install failed. Nobody waits for it any more. */
void digest_give_up(struct instance *instance);

/*
 * From here on instance->image_hash is there, unless the instance is still
 * being installed: then it is zero. Context: may sleep.
 */
void digest_wait(struct instance *instance);

int digest_init(void);
void digest_exit(void);

#endif

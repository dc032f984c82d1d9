/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Who may install what: banos must never be the way around a policy of the
 * kernel's. Asked anew at each install, because the answers change at run time.
 */
#ifndef BANOS_KMOD_POLICY_H
#define BANOS_KMOD_POLICY_H

#include <linux/types.h>

struct log;

int policy_init(void);
void policy_exit(void);

/* Superuser of the initial user namespace? 0 or -EPERM. */
int policy_superuser(struct log *log);

/* May anything be installed now? 0 or -EPERM; before a file is looked at. */
int policy_install(struct log *log);

/* May an image without a signature be? 0, -EKEYREJECTED or -EPERM. */
int policy_unsigned(struct log *log);

/* Record in the kernel's taint what it records for a module like this. */
void policy_taint(const char *name, bool gpl_compatible);

/* No install any more, and banos.ko stays, until the machine reboots. */
void policy_lock_down(void);
bool policy_locked_down(void);

#endif

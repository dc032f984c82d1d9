/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The few functions of the shim that the loader itself calls.
 */
#ifndef BANOS_KMOD_SHIM_H
#define BANOS_KMOD_SHIM_H

#include <linux/types.h>

struct instance;

/*
 * What an image's banos_dprintln() and banos_lookup_symbol() end up in: these
 * two have no argument that says who calls, so the loader gives each image a
 * small stub that adds it.
 */
void print_line_for(const char *text, struct instance *instance);
void *symbol_lookup_for(const char *name, struct instance *instance);

/* An error number from a driver: unknown ones become -EIO, with a notice. */
s64 abi_error(struct instance *instance, s64 value);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The loader's half of symbol.h. All of it with registry_mutex held.
 */
#ifndef BANOS_KMOD_SYMBOL_TYPES_H
#define BANOS_KMOD_SYMBOL_TYPES_H

#include "log.h"
#include "symbol.h"

/**
 * struct symbol_binding - what a name was bound to
 * @symbol:   or NULL: nobody offers it
 * @address:  or NULL: it was not bound
 * @provider: id of the instance that is held now; 0: none
 */
struct symbol_binding {
	const struct symbol *symbol;
	void *address;
	u64 provider;
};

/* As symbol_hold(), and tells more. */
int symbol_bind(struct instance *user, const char *name,
		struct symbol_binding *binding);

/* The instance's exports get their names; found by others once it is live. */
int symbols_add(struct instance *instance, struct log *log);
void symbols_remove(struct instance *instance);

#endif

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Symbols: what this kernel's banos and the other drivers offer.
 *
 * Most drivers just call what they need: an image that names an export which
 * nobody offers is refused at install, with a sentence. This header is for
 * what a driver can do without:
 *
 *	struct banos_symbol_state state = { .size = sizeof(state) };
 *
 *	if (!banos_symbol_state("banos_dma_map", &state) &&
 *	    state.state == BANOS_SYMBOL_HERE)
 *		...
 *
 * or, shorter, a declaration marked BANOS_WEAK, whose address is NULL where
 * nobody offers it.
 */
#ifndef BANOS_SYMBOL_H
#define BANOS_SYMBOL_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/**
 * banos_lookup_symbol - the address of an export, by name
 * @name: ends in NUL
 *
 * The other driver that offers it, if one does, cannot be uninstalled before
 * the calling driver is. New code uses banos_symbol_get(), which can give the
 * symbol back.
 *
 * Context: may sleep.
 * Since:   revision 0
 * Returns: the address; or NULL: nobody offers it, it cannot work on this
 *          kernel, or it is for GPL-compatible drivers and the calling one is
 *          not
 */
void *banos_lookup_symbol(const char *name);

/**
 * banos_symbol_get - take hold of an export
 * @driver:  who wants it; holds the driver that offers it until it calls
 *           banos_symbol_put() or ends
 * @name:    of an export of banos or of another driver; ends in NUL
 * @address: out: where it is, or NULL
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_ENOENT      nobody offers it (now)
 *          -BANOS_EOPNOTSUPP  banos knows it, but it cannot work on this
 *                             kernel; banos_symbol_state() tells why
 *          -BANOS_EACCES      it is for GPL-compatible drivers, and @driver's
 *                             licence is another
 *          -BANOS_EINVAL      @driver is not a driver, or a pointer is NULL
 *          -BANOS_ENOMEM      out of memory
 */
BANOS_MUST_CHECK
int32_t banos_symbol_get(struct banos_driver *driver, const char *name,
			 void **address);

/**
 * banos_symbol_put - give back what banos_symbol_get() took
 * @driver:  as there
 * @address: as it came from there; it must not be used any more
 *
 * Each get has one put. The driver that offered it can be uninstalled once
 * nothing of it is held.
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINVAL: @driver is not a driver, or holds nothing at
 *          that address
 */
int32_t banos_symbol_put(struct banos_driver *driver, void *address);

/* Since: 0.9 */
enum banos_symbol_availability {
	BANOS_SYMBOL_UNKNOWN = 0,     /* not an export of this banos */
	BANOS_SYMBOL_HERE = 1,        /* works on this kernel */
	BANOS_SYMBOL_UNSUPPORTED = 2, /* cannot work on this kernel */
};

/**
 * struct banos_symbol_state - what this banos says about one of its exports
 * @size:     sizeof(struct banos_symbol_state), as the driver was compiled
 * @state:    out: enum banos_symbol_availability
 * @since:    out: version word of the ABI that introduced it; 0 if unknown
 * @gpl_only: out: 1 if only GPL-compatible drivers may use it, else 0
 * @reserved: out: 0
 * @reason:   out: why it cannot work here: a sentence that lives as long as
 *            the driver; NULL unless it is unsupported
 */
struct banos_symbol_state {
	uint64_t    size;
	uint32_t    state;
	uint32_t    since;
	uint32_t    gpl_only;
	uint32_t    reserved;
	const char *reason;
};

/**
 * banos_symbol_state - is this export here, since when, and if not, why?
 * @name:  of an export of banos itself; those of drivers come and go, and are
 *         BANOS_SYMBOL_UNKNOWN here
 * @state: in: its size; out: the rest
 *
 * Context: any.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINVAL: a pointer is NULL or the size out of range
 */
int32_t banos_symbol_state(const char *name, struct banos_symbol_state *state);

/**
 * banos_struct_size - how much of a struct does this banos know?
 * @name: of a struct of the ABI that begins with its size, without "struct":
 *        "banos_chrdev_options"
 *
 * A driver that was compiled for a younger banos can so leave out what this
 * one would refuse: set the size member to the smaller of both.
 *
 * Context: any.
 * Since:   0.9
 * Returns: bytes, or 0: this banos does not know that struct
 */
uint64_t banos_struct_size(const char *name);

BANOS_END_DECLARATIONS

#endif

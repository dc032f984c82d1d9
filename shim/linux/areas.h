/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The areas that have something to do when banos.ko comes and goes; areas.c
 * puts them in order.
 */
#ifndef BANOS_SHIM_AREAS_H
#define BANOS_SHIM_AREAS_H

#include "area.h"

extern const struct area block_area;
extern const struct area chrdev_area;
extern const struct area filesystem_area;
extern const struct area guard_area;
extern const struct area memory_area;
extern const struct area print_area;

#endif

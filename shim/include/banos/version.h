/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Version words: major << 24 | minor << 16 | patch, compared unsigned.
 */
#ifndef BANOS_VERSION_H
#define BANOS_VERSION_H

/* BANOS_VERSION(0, 9, 0), a constant expression. */
#define BANOS_VERSION(major, minor, patch)                                    \
	(((uint32_t)(major) << 24) | ((uint32_t)(minor) << 16) | (uint32_t)(patch))

/* The first number of a version word. */
#define BANOS_VERSION_MAJOR(version) ((version) >> 24)
/* The second one. */
#define BANOS_VERSION_MINOR(version) (((version) >> 16) & 0xffu)
/* The third one. */
#define BANOS_VERSION_PATCH(version) ((version) & 0xffffu)

/* For printf(3): "%u.%u.%u" */
#define BANOS_VERSION_FORMAT "%u.%u.%u"
/* The three numbers that it takes. */
#define BANOS_VERSION_PARTS(version)                                          \
	BANOS_VERSION_MAJOR(version), BANOS_VERSION_MINOR(version),           \
		BANOS_VERSION_PATCH(version)

/*
 * The ABI that these headers describe. A driver may ask for less in its
 * minimal_banos_version, if it uses less.
 */
#define BANOS_VERSION_CURRENT BANOS_VERSION(0, 9, 1)

#endif

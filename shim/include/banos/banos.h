/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * All of the banos ABI. A driver may as well include just the headers that it
 * uses; each of them stands alone.
 */
#ifndef BANOS_BANOS_H
#define BANOS_BANOS_H

#include <banos/types.h>
#include <banos/version.h>
#include <banos/error.h>

/* What a driver is, and what it is told. */
#include <banos/driver.h>
#include <banos/parameter.h>
#include <banos/symbol.h>

/* Services. */
#include <banos/lock.h>
#include <banos/memory.h>
#include <banos/print.h>
#include <banos/random.h>
#include <banos/string.h>
#include <banos/thread.h>
#include <banos/time.h>
#include <banos/timer.h>
#include <banos/wait.h>
#include <banos/work.h>

/* Devices that programs open. */
#include <banos/block.h>
#include <banos/chrdev.h>
#include <banos/user.h>

/* Devices that are hardware. */
#include <banos/device_driver.h>
#include <banos/dma.h>
#include <banos/interrupt.h>
#include <banos/pci.h>
#include <banos/platform.h>
#include <banos/registers.h>

/* Network interfaces. */
#include <banos/net.h>
#include <banos/packet.h>

/* File systems that programs mount. */
#include <banos/filesystem.h>

#endif

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* QEMU's device "edu": its registers. */
#ifndef TESTS_DRIVERS_SHIM_EDU_DEVICE_H
#define TESTS_DRIVERS_SHIM_EDU_DEVICE_H

#define EDU_VENDOR 0x1234
#define EDU_DEVICE 0x11e8

#define EDU_IDENTITY         0x00
#define EDU_INVERTER         0x04
#define EDU_FACTORIAL        0x08
#define EDU_STATUS           0x20
#define EDU_INTERRUPT_STATUS 0x24
#define EDU_INTERRUPT_RAISE  0x60
#define EDU_INTERRUPT_DONE   0x64
#define EDU_DMA_FROM         0x80
#define EDU_DMA_TO           0x88
#define EDU_DMA_SIZE         0x90
#define EDU_DMA_COMMAND      0x98

#define EDU_IDENTITY_VALUE 0x010000edu
#define EDU_REGISTERS_SIZE 0x100000u

#define EDU_DMA_START       1u
#define EDU_DMA_FROM_DEVICE 2u

/* What its DMA sees: its own memory, and the machine's. */
#define EDU_MEMORY_ADDRESS 0x40000u
#define EDU_MEMORY_SIZE    2048u
#define EDU_ADDRESS_BITS   28u

/* What those of tests/kselftest/boots can drive. */
#define EDU_ADDRESS_BITS_HERE 32u

#endif

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What virtual functions of C++ refer to. None of it may ever run in a driver
 * that is right, so all of it traps, and the oops names the function.
 */

void __cxa_pure_virtual(void);
void __cxa_deleted_virtual(void);

/* Called through the vtable of a base class that is not yet, or no longer. */
__attribute__((noreturn)) void __cxa_pure_virtual(void)
{
	__builtin_trap();
}

__attribute__((noreturn)) void __cxa_deleted_virtual(void)
{
	__builtin_trap();
}

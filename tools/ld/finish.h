// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// From the linked object to the image: what the linker can't be told to do.
#ifndef BANOS_LD_FINISH_H
#define BANOS_LD_FINISH_H

#include "failure.h"
#include "inputs.h"
#include "object.h"

namespace banos::ld {

// References to what compilers emit by themselves become references to what
// the kernel offers: memcpy is banos_memcpy.
void rename_compiler_functions(object& image);

// Leaves only what is loaded, the notes, and debug information if asked for.
// References to what goes away are problems.
[[nodiscard]] problems drop_sections(object& image, bool keep_debug);

// All definitions become local: what an image offers is in .banos-export.
// Labels, file names and undefined symbols that nothing refers to go away; the
// others come in an order that depends on the image alone.
void settle_symbols(object& image);

// Appends .note.banos: features and compilers, as kmod/image.h has it.
void add_note(object& image, const std::vector<input>& inputs);

} // namespace banos::ld

#endif

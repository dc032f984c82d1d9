// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What an object must keep to before it may go into an image. The loader has
// the same rules; here the message can name the object, the symbol, and the
// way out.
#ifndef BANOS_LD_RULES_H
#define BANOS_LD_RULES_H

#include <functional>
#include <string>

#include "failure.h"
#include "inputs.h"

namespace banos::ld {

struct rule_options {
    bool allow_floating_point = false;
};

// What the machine code of an object shows.
struct code_facts {
    bool known = true;            // all of it could be read
    bool returns_thunked = true;  // no return without a thunk
    bool indirect_thunked = true; // no indirect branch without a thunk
    bool stack_protector = false; // some function checks its guard
};

struct code_finding {
    std::uint32_t section = 0;
    std::uint64_t offset = 0;
    std::size_t length = 0;
};

// Reads the code of all functions; calls `floating`, if there is one, for the
// first floating-point instruction of each function.
[[nodiscard]] code_facts
read_code(const object& content,
          const std::function<void(const code_finding&)>& floating = nullptr);

// Everything that one object, or all of them together, do wrong; in the order
// of the objects.
[[nodiscard]] problems check_inputs(const std::vector<input>& inputs, const rule_options& options);

// What deserves a warning: objects without which the image would be marked for
// indirect branch tracking.
[[nodiscard]] problems check_branch_tracking(const std::vector<input>& inputs);

// Undefined symbols of the linked object that nobody in the kernel offers.
[[nodiscard]] problems check_imports(const object& linked, const std::vector<input>& inputs);

// May an image leave this name undefined?
[[nodiscard]] bool is_import(const std::string& name);

// __x86_return_thunk and the thunks of indirect branches.
[[nodiscard]] bool is_thunk(const std::string& name);

} // namespace banos::ld

#endif

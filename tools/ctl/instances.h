// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The kernel's instances: listing them, and finding the one that is meant.
#ifndef BANOS_CTL_INSTANCES_H
#define BANOS_CTL_INSTANCES_H

#include "order.h"
#include "session.h"

#include <banos/device.hpp>

#include <span>
#include <string>
#include <vector>

namespace banos::ctl {

// Throws failure if no banos.ko can be asked.
void require_banos();

// The value of an answer; a refusal becomes a failure.
template<typename T>
T asked(request what, const std::string& subject, result<T> answer) {
    if (!answer)
        throw refused(what, subject, answer.error());
    return std::move(*answer);
}

// In the order of their ids. One that goes meanwhile is not in it.
std::vector<banos_instance_info> all_instances();

// By id, or by a name that only one has. Throws failure: none, or several.
const banos_instance_info& find_instance(std::span<const banos_instance_info> all,
                                         const std::string& text);

// The same, asking the kernel; an id costs one question however many there are.
banos_instance_info find_instance(const std::string& text);

// "7 (ring)", for sentences.
std::string title_of(const banos_instance_info& info);

std::string name_of(const banos_instance_info& info);
std::string state_text(std::uint32_t state);
std::uint64_t size_of(const banos_instance_info& info);
std::uint64_t users_of(const banos_instance_info& info);
std::vector<std::string> feature_names(std::uint32_t features);

// Everything that one question answers.
json to_json(const banos_instance_info& info);

// Who needs whom among these: positions in @all.
needs_of needs_among(std::span<const banos_instance_info> all);

} // namespace banos::ctl

#endif

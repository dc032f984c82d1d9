// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ipc_packets.hpp"

#include <banos/ipc/description.hpp>

#include <gtest/gtest.h>

namespace banos::test {

namespace {

constexpr const ipc::type_description& rename_description = ipc::description<rename_window>;
static_assert(rename_description.kind == ipc::kind::structure);
static_assert(rename_description.name == "rename_window");
static_assert(rename_description.parts.size() == 3);
static_assert(rename_description.parts[1].name == "title");
static_assert(rename_description.parts[2].type->parts[0].type->size == 4);
static_assert(ipc::description<nothing>.parts.empty());
static_assert(ipc::description<button>.name == "button" && ipc::description<button>.size == 1);
static_assert(ipc::description<mixed>.alignment == 8 && ipc::description<mixed>.least_size == 9);
static_assert(ipc::description<std::array<bool, 5>>.count == 5);

} // namespace

TEST(ipc_description, text) {
    EXPECT_EQ(ipc::to_text_with_fields(ipc::description<everything>),
              "everything\n"
              "    bool pressed\n"
              "    button which\n"
              "    key_code key\n"
              "    i64 time\n"
              "    f64 pressure\n"
              "    string text\n"
              "    vector of mixed points\n"
              "    array of 3 i16 triple\n"
              "    array of 2 string pair\n"
              "    optional mixed extra\n"
              "    optional string note\n"
              "    variant of monostate or u32 or string or mixed choice\n"
              "    vector of vector of string lists\n"
              "    vector of optional bool answers\n"
              "    vector of button buttons\n"
              "    vector of geometry places\n");
}

// A view is no other type of packet.
TEST(ipc_description, views_are_what_they_look_at) {
    EXPECT_EQ(ipc::to_text(ipc::description<std::string_view>), "string");
    EXPECT_EQ(ipc::to_text(ipc::description<std::span<const std::uint8_t>>), "vector of u8");
}

} // namespace banos::test

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/description.hpp>

#include <cstdlib>

namespace banos::ipc {

namespace {

std::string number_text(char letter, std::size_t size) {
    return letter + std::to_string(size * 8);
}

std::string alternatives_text(const type_description& type) {
    std::string text = "variant of ";
    for (std::size_t i = 0; i < type.parts.size(); i++)
        text += (i == 0 ? "" : " or ") + to_text(*type.parts[i].type);
    return text;
}

} // namespace

std::string to_text(const type_description& type) {
    switch (type.kind) {
    case kind::unsigned_number:
        return number_text('u', type.size);
    case kind::signed_number:
        return number_text('i', type.size);
    case kind::floating_number:
        return number_text('f', type.size);
    case kind::boolean:
        return "bool";
    case kind::string:
        return "string";
    case kind::vector:
        return "vector of " + to_text(*type.parts[0].type);
    case kind::array:
        return "array of " + std::to_string(type.count) + " " + to_text(*type.parts[0].type);
    case kind::optional:
        return "optional " + to_text(*type.parts[0].type);
    case kind::variant:
        return alternatives_text(type);
    case kind::enumeration:
    case kind::structure:
        return std::string(type.name);
    }
    std::abort();
}

std::string to_text_with_fields(const type_description& structure) {
    std::string text = std::string(structure.name) + "\n";
    for (const part_description& field : structure.parts)
        text += "    " + to_text(*field.type) + " " + std::string(field.name) + "\n";
    return text;
}

} // namespace banos::ipc

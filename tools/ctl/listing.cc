// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "listing.h"

#include "instances.h"
#include "text.h"

#include <banos/device.hpp>

#include <cerrno>
#include <fstream>

namespace banos::ctl {
namespace {

// Far more than any listing; far less than what makes a machine swap.
constexpr std::size_t most = std::size_t{64} << 20;

std::string read_text(const std::string& name, std::istream& in) {
    std::string text;
    std::string piece(65536, '\0');
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0) {
        text.append(piece, 0, static_cast<std::size_t>(in.gcount()));
        if (text.size() > most)
            throw failure(status::file, name, "it is too large to be a listing");
    }
    if (in.bad())
        throw file_failure(name, EIO);
    return text;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw file_failure(path, errno != 0 ? errno : EIO);
    return read_text(path, file);
}

// Takes members out of an object, and refuses those that are not as they
// should be by their name.
class reader {
  public:
    reader(std::string file, const json& object, std::string where)
        : file_(std::move(file)), object_(object), where_(std::move(where)) {
        if (!object.is_object())
            refuse(where_.empty() ? "the document" : where_, "an object");
    }

    [[nodiscard]] const json& member(const std::string& name, json::value_t type,
                                     const char* expected) const {
        const auto found = object_.find(name);
        if (found == object_.end() || !same(found->type(), type))
            refuse(where_ + name, expected);
        return *found;
    }

    [[nodiscard]] bool flag(const std::string& name) const {
        return member(name, json::value_t::boolean, "true or false").get<bool>();
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        return member(name, json::value_t::string, "a string").get<std::string>();
    }
    [[nodiscard]] std::uint64_t number(const std::string& name) const {
        return member(name, json::value_t::number_unsigned, "a number").get<std::uint64_t>();
    }
    [[nodiscard]] std::uint32_t version(const std::string& name) const {
        const auto word = version_word(text(name));
        if (!word)
            refuse(where_ + name, "a version such as 0.9.0");
        return *word;
    }
    [[nodiscard]] const json& list(const std::string& name) const {
        return member(name, json::value_t::array, "a list");
    }

  private:
    static bool same(json::value_t is, json::value_t expected) { return is == expected; }

    [[noreturn]] void refuse(const std::string& member, const std::string& expected) const {
        throw failure(status::file, file_,
                      "it is no listing of \"banosctl abi --json\": " + member + " should be " +
                          expected);
    }

    std::string file_;
    const json& object_;
    std::string where_;
};

std::string position(const char* list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "].";
}

listing::symbol read_symbol(const reader& from) {
    listing::symbol symbol;
    symbol.since = from.version("since");
    symbol.gpl_only = from.flag("gpl_only");
    symbol.supported = from.flag("supported");
    if (!symbol.supported)
        symbol.reason = from.text("reason");
    return symbol;
}

listing read_listing(const std::string& file, const json& document) {
    const reader from(file, document, "");
    listing offered;
    offered.version = from.version("version");
    const auto machine = from.number("machine");
    offered.machine = machine <= UINT16_MAX ? static_cast<std::uint32_t>(machine) : 0;
    offered.kernel_release = from.text("kernel_release");
    offered.kernel_flavour = from.text("kernel_flavour");
    offered.ibt_enforced = from.flag("ibt_enforced");
    offered.signatures_enforced = from.flag("signatures_enforced");
    offered.locked_down = from.flag("locked_down");
    std::size_t index = 0;
    for (const auto& entry : from.list("symbols")) {
        const reader symbol(file, entry, position("symbols", index++));
        offered.symbols.insert_or_assign(symbol.text("name"), read_symbol(symbol));
    }
    index = 0;
    for (const auto& entry : from.list("structs")) {
        const reader type(file, entry, position("structs", index++));
        offered.structs.insert_or_assign(type.text("name"), type.number("size"));
    }
    return offered;
}

listing::symbol symbol_of(const banos_symbol_info& info) {
    listing::symbol symbol;
    symbol.since = info.since;
    symbol.gpl_only = (info.flags & BANOS_SYMBOL_GPL_ONLY) != 0;
    symbol.supported = (info.flags & BANOS_SYMBOL_ABSENT) == 0;
    symbol.reason = detail::text_of(info.reason);
    return symbol;
}

} // namespace

listing listing_of_kernel() {
    require_banos();
    const auto shim = asked(request::query, "", banos::shim());
    listing offered;
    offered.version = shim.version;
    offered.machine = shim.machine;
    offered.kernel_release = detail::text_of(shim.kernel_release);
    offered.kernel_flavour = detail::text_of(shim.kernel_flavour);
    offered.ibt_enforced = (shim.flags & BANOS_SHIM_IBT_ENFORCED) != 0;
    offered.signatures_enforced = (shim.flags & BANOS_SHIM_SIGNATURES_ENFORCED) != 0;
    offered.locked_down = (shim.flags & BANOS_SHIM_LOCKED_DOWN) != 0;
    for (const auto& info : asked(request::query, "", shim_symbols()))
        offered.symbols.emplace(detail::text_of(info.name), symbol_of(info));
    for (const auto& info : asked(request::query, "", shim_structs()))
        offered.structs.emplace(detail::text_of(info.name), info.struct_size);
    return offered;
}

listing listing_of_file(const std::string& path, std::istream& in) {
    const std::string name = path == "-" ? "standard input" : path;
    const std::string text = path == "-" ? read_text(name, in) : read_file(path);
    const auto document = json::parse(text, nullptr, false);
    if (document.is_discarded())
        throw failure(status::file, name, "it is not JSON");
    return read_listing(name, document);
}

json to_json(const listing& offered) {
    json document;
    document["version"] = version_text(offered.version);
    document["machine"] = offered.machine;
    document["machine_name"] = machine_text(offered.machine);
    document["kernel_release"] = offered.kernel_release;
    document["kernel_flavour"] = offered.kernel_flavour;
    document["ibt_enforced"] = offered.ibt_enforced;
    document["signatures_enforced"] = offered.signatures_enforced;
    document["locked_down"] = offered.locked_down;
    document["symbols"] = json::array();
    for (const auto& [name, symbol] : offered.symbols) {
        json entry{{"name", name},
                   {"since", version_text(symbol.since)},
                   {"gpl_only", symbol.gpl_only},
                   {"supported", symbol.supported}};
        if (!symbol.supported)
            entry["reason"] = symbol.reason;
        document["symbols"].push_back(std::move(entry));
    }
    document["structs"] = json::array();
    for (const auto& [name, size] : offered.structs)
        document["structs"].push_back({{"name", name}, {"size", size}});
    return document;
}

} // namespace banos::ctl

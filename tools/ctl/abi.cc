// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// abi, statistics and lock-down: banos.ko as a whole.
#include "command.h"
#include "instances.h"
#include "listing.h"
#include "text.h"

#include <array>
#include <utility>

namespace banos::ctl {
namespace {

void print_policy(std::ostream& out, const listing& offered) {
    if (offered.ibt_enforced)
        out << "IBT is enforced: images without it are refused\n";
    if (offered.signatures_enforced)
        out << "signatures are enforced: installs are refused\n";
    if (offered.locked_down)
        out << "locked down: installs are refused until reboot\n";
}

std::string state_text(const listing::symbol& symbol) {
    return symbol.supported ? "here" : "unsupported here: " + symbol.reason;
}

void print_listing(std::ostream& out, const listing& offered) {
    out << "banos " << version_text(offered.version) << " for " << machine_text(offered.machine)
        << " on Linux " << printable(offered.kernel_release) << " ("
        << printable(offered.kernel_flavour) << ")\n";
    print_policy(out, offered);
    table symbols({{"SYMBOL"}, {"SINCE"}, {"FOR"}, {"STATE"}});
    for (const auto& [name, symbol] : offered.symbols)
        symbols.add({name, version_text(symbol.since), symbol.gpl_only ? "GPL" : "all",
                     state_text(symbol)});
    out << '\n';
    symbols.print(out);
    table structs({{"STRUCT"}, {"SIZE", table::side::right}});
    for (const auto& [name, size] : offered.structs)
        structs.add({name, std::to_string(size)});
    out << '\n';
    structs.print(out);
}

constexpr std::array<std::pair<const char*, std::uint64_t banos_statistics::*>, 18> counters{{
    {"instances", &banos_statistics::instances},
    {"symbols", &banos_statistics::symbols},
    {"text_size", &banos_statistics::text_size},
    {"text_used", &banos_statistics::text_used},
    {"rodata_size", &banos_statistics::rodata_size},
    {"rodata_used", &banos_statistics::rodata_used},
    {"data_size", &banos_statistics::data_size},
    {"data_used", &banos_statistics::data_used},
    {"heap_used", &banos_statistics::heap_used},
    {"names", &banos_statistics::names},
    {"names_capacity", &banos_statistics::names_capacity},
    {"names_left_out", &banos_statistics::names_left_out},
    {"quarantined_size", &banos_statistics::quarantined_size},
    {"installs", &banos_statistics::installs},
    {"installs_failed", &banos_statistics::installs_failed},
    {"uninstalls", &banos_statistics::uninstalls},
    {"uninstalls_refused", &banos_statistics::uninstalls_refused},
    {"resources_reclaimed", &banos_statistics::resources_reclaimed},
}};

} // namespace

void show_abi(session& now) {
    const auto offered = listing_of_kernel();
    now.document = to_json(offered);
    if (!now.json_wanted)
        print_listing(now.out, offered);
}

void show_statistics(session& now) {
    require_banos();
    const auto values = asked(request::query, "", statistics());
    table rows({{"COUNTER"}, {"VALUE", table::side::right}});
    for (const auto& [name, member] : counters) {
        now.document[name] = values.*member;
        rows.add({name, std::to_string(values.*member)});
    }
    if (!now.json_wanted)
        rows.print(now.out);
}

void lock_down_kernel(session& now) {
    require_banos();
    if (const auto answer = lock_down(); !answer)
        throw refused(request::query, "", answer.error());
    now.document["locked_down"] = true;
    if (!now.json_wanted)
        now.out << "locked down: nothing is installed any more until this machine reboots\n";
}

} // namespace banos::ctl

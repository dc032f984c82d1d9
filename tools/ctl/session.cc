// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "session.h"

#include "text.h"

#include <sstream>

namespace banos::ctl {
namespace {

json error_json(const failure& why) {
    json entry;
    entry["status"] = static_cast<int>(why.end());
    if (why.number() != 0) {
        entry["errno"] = why.number();
        entry["errno_name"] = number_name(why.number());
    }
    if (!why.subject().empty())
        entry["subject"] = why.subject();
    entry["sentence"] = why.what();
    if (!why.log().empty())
        entry["log"] = why.log();
    return entry;
}

} // namespace

void session::fail(const failure& why) {
    tell_log(why.log());
    err << "banosctl: ";
    if (!why.subject().empty())
        err << printable(why.subject()) << ": ";
    err << printable(why.what()) << '\n';
    if (json_wanted)
        document["errors"].push_back(error_json(why));
    if (end == status::done)
        end = why.end();
}

void session::tell_log(std::string_view log) const {
    if (!verbose)
        return;
    std::istringstream lines{std::string(log)};
    for (std::string line; std::getline(lines, line);)
        err << "  " << printable(line) << '\n';
}

void session::finish() {
    if (json_wanted && !document.empty())
        out << json_text(document) << '\n';
    out.flush();
    // A script must not take half a listing for a whole one.
    if (!out && end == status::done) {
        err << "banosctl: standard output cannot be written\n";
        end = status::file;
    }
}

std::string json_text(const json& value, int indentation) {
    return value.dump(indentation, ' ', false, json::error_handler_t::replace);
}

} // namespace banos::ctl

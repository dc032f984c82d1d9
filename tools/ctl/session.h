// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// One run of banosctl: where it reads and writes, and how it will end.
#ifndef BANOS_CTL_SESSION_H
#define BANOS_CTL_SESSION_H

#include "status.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <istream>
#include <ostream>
#include <string_view>

namespace banos::ctl {

using json = nlohmann::ordered_json;

struct session {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    std::filesystem::path sysfs = "/sys/kernel/banos/instances";
    bool json_wanted = false;
    bool verbose = false;

    // With --json, what the run prints at its end; empty objects are not.
    json document = json::object();
    // Of the first failure.
    status end = status::done;
    // A signal that ended the command early, or 0.
    int caught_signal = 0;

    // Says it on stderr, notes it in the document; the run will end with it.
    void fail(const failure& why);

    // The loader's words, for those who asked for them.
    void tell_log(std::string_view log) const;

    // Prints the document, if it is wanted and there is one.
    void finish();
};

// As text, whatever bytes the strings hold. Indentation -1: one line.
std::string json_text(const json& value, int indentation = 2);

} // namespace banos::ctl

#endif

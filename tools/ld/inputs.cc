// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inputs.h"

#include <set>

#include <banos/hash_map.hpp>
#include <banos/hash_set.hpp>
#include <fmt/format.h>

#include "archive.h"
#include "embedded.h"
#include "failure.h"
#include "file.h"

namespace banos::ld {

namespace {

// A member of an archive that nothing has asked for yet.
struct candidate {
    object content;
    byte_vector bytes;
    bool support = false; // of the archive that banos-ld brings along
};

bool is_global(const symbol& one) {
    return one.binding != STB_LOCAL && !one.name.empty();
}

class gatherer {
  public:
    explicit gatherer(const input_options& options) : options_(options) {}

    std::vector<input> gather() {
        for (const std::string& file : options_.files)
            add_file(file);
        add_archive("banos-ld's support", support_archive(), true);
        while (pull_one())
            ;
        return std::move(inputs_);
    }

  private:
    void add_file(const std::string& file) {
        const byte_vector bytes = read_file(file);
        if (is_archive(bytes))
            add_archive(file, bytes, false);
        else
            add_input({read_object(file, bytes), file});
    }

    void add_archive(const std::string& file, byte_view bytes, bool support) {
        for (const archive_member& member : read_archive(file, bytes)) {
            candidate made;
            // A copy, because members are aligned to 2 bytes only.
            made.bytes.assign(member.bytes.begin(), member.bytes.end());
            made.content = read_object(fmt::format("{}({})", file, member.name), made.bytes);
            made.support = support;
            offer(std::move(made));
        }
    }

    // The first member that defines a name is the one that counts.
    void offer(candidate made) {
        for (const symbol& one : made.content.symbols) {
            if (is_global(one) && !one.undefined())
                offered_.try_emplace(one.name, candidates_.size());
        }
        candidates_.push_back(std::move(made));
    }

    void add_input(input made) {
        for (const symbol& one : made.content.symbols) {
            if (!is_global(one))
                continue;
            if (!one.undefined())
                defined_.insert(one.name);
            else if (one.binding == STB_WEAK)
                wanted_weakly_.insert(one.name);
            else
                wanted_.insert(one.name);
        }
        inputs_.push_back(std::move(made));
    }

    // A weak reference asks for nothing, as with every linker; but compilers
    // refer weakly to some of what is in the support archive.
    bool pull_one() {
        for (const std::string& name : wanted_) {
            if (pull(name, false))
                return true;
        }
        for (const std::string& name : wanted_weakly_) {
            if (pull(name, true))
                return true;
        }
        return false;
    }

    bool pull(const std::string& name, bool weak) {
        const auto found = offered_.find(name);
        if (found == offered_.end() || defined_.contains(name))
            return false;
        candidate& member = candidates_[found->value];
        if (weak && !member.support)
            return false;
        const std::filesystem::path path =
            options_.extract_to / fmt::format("member-{}.o", found->value);
        write_file_atomically(path, member.bytes);
        add_input({std::move(member.content), path});
        return true;
    }

    const input_options& options_;
    std::vector<input> inputs_;
    std::vector<candidate> candidates_;
    hash_map<std::string, std::size_t> offered_; // name: index in candidates_
    hash_set<std::string> defined_;
    std::set<std::string> wanted_;
    std::set<std::string> wanted_weakly_;
};

} // namespace

std::vector<input> gather_inputs(const input_options& options) {
    return gatherer(options).gather();
}

} // namespace banos::ld

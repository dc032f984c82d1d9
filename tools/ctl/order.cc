// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "order.h"

#include <algorithm>
#include <set>
#include <utility>

#include <banos/hash_set.hpp>

namespace banos::ctl {
namespace {

// Nodes leave the sorter one by one, each when nothing that it must have is
// left inside.
class sorter {
  public:
    explicit sorter(const needs_of& needs)
        : needs_(needs), users_(needs.size()), strong_(needs.size()), weak_(needs.size()) {
        for (std::size_t user = 0; user < needs.size(); user++) {
            for (const need& one : needs[user])
                add(user, one);
        }
        for (std::size_t node = 0; node < needs.size(); node++) {
            if (strong_[node] == 0)
                ready_.insert(rank(node));
        }
    }

    ordering run() {
        ordering answer;
        while (!ready_.empty()) {
            const std::size_t node = ready_.begin()->second;
            ready_.erase(ready_.begin());
            answer.order.push_back(node);
            leave(node);
        }
        if (answer.order.size() < needs_.size()) {
            answer.cycle = cycle();
            answer.order.clear();
        }
        return answer;
    }

  private:
    struct user {
        std::size_t node;
        bool weak;
    };

    void add(std::size_t node, const need& one) {
        if (one.provider == node)
            return;
        users_[one.provider].push_back({node, one.weak});
        (one.weak ? weak_ : strong_)[node]++;
    }

    // Those that lack nothing come before those that lack something weak.
    [[nodiscard]] std::pair<bool, std::size_t> rank(std::size_t node) const {
        return {weak_[node] > 0, node};
    }

    void leave(std::size_t provider) {
        for (const auto& [node, weak] : users_[provider]) {
            ready_.erase(rank(node));
            (weak ? weak_ : strong_)[node]--;
            if (strong_[node] == 0 && !left(node))
                ready_.insert(rank(node));
        }
        left_.insert(provider);
    }

    // A node may leave before what it needs weakly does.
    [[nodiscard]] bool left(std::size_t node) const { return left_.contains(node); }

    // Every node that is still inside needs another one inside: follow that
    // until a node comes again.
    [[nodiscard]] std::vector<std::size_t> cycle() const {
        std::size_t node = 0;
        while (left(node))
            node++;
        std::vector<std::size_t> path;
        hash_set<std::size_t> seen;
        while (seen.insert(node).second) {
            path.push_back(node);
            node = provider_inside(node);
        }
        path.erase(path.begin(), std::ranges::find(path, node));
        return path;
    }

    [[nodiscard]] std::size_t provider_inside(std::size_t node) const {
        const auto must_wait_for = [&](const need& one) {
            return !one.weak && one.provider != node && !left(one.provider);
        };
        return std::ranges::find_if(needs_[node], must_wait_for)->provider;
    }

    const needs_of& needs_;
    std::vector<std::vector<user>> users_;
    std::vector<std::size_t> strong_; // needs of each node that are still inside
    std::vector<std::size_t> weak_;
    std::set<std::pair<bool, std::size_t>> ready_;
    hash_set<std::size_t> left_;
};

} // namespace

ordering providers_first(const needs_of& needs) {
    return sorter(needs).run();
}

} // namespace banos::ctl

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "command.h"
#include "instances.h"
#include "order.h"
#include "text.h"

#include <algorithm>
#include <cstddef>

namespace banos::ctl {
namespace {

struct graph {
    std::vector<banos_instance_info> nodes;
    needs_of needs;
};

std::string label_of(const banos_instance_info& info) {
    return name_of(info) + " " + version_text(info.version) + " [" + std::to_string(info.id) + "]";
}

// Each instance with what it needs below it. What was shown once is not shown
// again, so that the text stays as long as the graph is large.
class tree_printer {
  public:
    tree_printer(std::ostream& out, const graph& drawn)
        : out_(out), graph_(drawn), shown_(drawn.nodes.size()) {}

    void print() {
        std::vector<bool> needed(graph_.nodes.size());
        for (const auto& of_one : graph_.needs) {
            for (const auto& one : of_one)
                needed[one.provider] = true;
        }
        for (std::size_t node = 0; node < needed.size(); node++) {
            if (!needed[node])
                print_from(node);
        }
        // Only circles are left, if anything is.
        for (std::size_t node = 0; node < needed.size(); node++) {
            if (!shown_[node])
                print_from(node);
        }
    }

  private:
    // A node that is being shown, and how many of its needs have been.
    struct level {
        std::size_t node;
        std::size_t next;
    };

    // Without recursion: a chain may be as long as there are instances.
    void print_from(std::size_t root) {
        std::vector<level> path;
        std::string indent;
        out_ << printable(label_of(graph_.nodes[root])) << '\n';
        shown_[root] = true;
        path.push_back({root, 0});
        while (!path.empty()) {
            auto& [node, next] = path.back();
            const auto& needs = graph_.needs[node];
            if (next == needs.size()) {
                path.pop_back();
                indent.resize(path.empty() ? 0 : (path.size() - 1) * branch_size);
                continue;
            }
            const std::size_t child = needs[next++].provider;
            const bool last = next == needs.size();
            out_ << indent << (last ? "`-- " : "|-- ") << printable(label_of(graph_.nodes[child]));
            descend(path, indent, child, last);
        }
    }

    void descend(std::vector<level>& path, std::string& indent, std::size_t child, bool last) {
        const bool again = shown_[child] && !graph_.needs[child].empty();
        out_ << (again ? " (shown above)\n" : "\n");
        if (shown_[child])
            return;
        shown_[child] = true;
        indent += last ? "    " : "|   ";
        path.push_back({child, 0});
    }

    static constexpr std::size_t branch_size = 4;

    std::ostream& out_;
    const graph& graph_;
    std::vector<bool> shown_;
};

std::string quoted(const std::string& text) {
    std::string answer = "\"";
    for (const char c : printable(text)) {
        if (c == '"' || c == '\\')
            answer += '\\';
        answer += c;
    }
    return answer + '"';
}

void print_dot(std::ostream& out, const graph& drawn) {
    out << "digraph banos {\n    node [shape=box];\n";
    for (const auto& node : drawn.nodes)
        out << "    i" << node.id << " [label=" << quoted(label_of(node)) << "];\n";
    for (std::size_t user = 0; user < drawn.nodes.size(); user++) {
        for (const auto& one : drawn.needs[user])
            out << "    i" << drawn.nodes[user].id << " -> i" << drawn.nodes[one.provider].id
                << ";\n";
    }
    out << "}\n";
}

json to_json(const graph& drawn) {
    json document{{"nodes", json::array()}, {"edges", json::array()}};
    for (std::size_t i = 0; i < drawn.nodes.size(); i++) {
        const auto& node = drawn.nodes[i];
        document["nodes"].push_back(
            {{"id", node.id}, {"name", name_of(node)}, {"version", version_text(node.version)}});
        for (const auto& one : drawn.needs[i])
            document["edges"].push_back(
                {{"user", node.id}, {"provider", drawn.nodes[one.provider].id}});
    }
    return document;
}

} // namespace

void show_graph(session& now, const graph_line& line) {
    graph drawn;
    drawn.nodes = all_instances();
    drawn.needs = needs_among(drawn.nodes);
    now.document = to_json(drawn);
    if (now.json_wanted)
        return;
    if (line.dot)
        print_dot(now.out, drawn);
    else
        tree_printer(now.out, drawn).print();
}

} // namespace banos::ctl

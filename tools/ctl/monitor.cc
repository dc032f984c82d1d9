// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "command.h"
#include "instances.h"
#include "text.h"

#include <cerrno>
#include <cstdint>
#include <poll.h>

namespace banos::ctl {
namespace {

void wait_for(const events& listening) {
    pollfd readable{.fd = listening.descriptor(), .events = POLLIN, .revents = 0};
    while (::poll(&readable, 1, -1) < 0) {
        if (errno != EINTR)
            throw refused(request::query, "", error(errno));
    }
}

json to_json(const banos_event& event) {
    return {{"event", event.action == BANOS_EVENT_INSTALLED ? "installed" : "uninstalled"},
            {"id", event.id},
            {"name", detail::text_of(event.name)},
            {"version", version_text(event.version)}};
}

void say(session& now, const json& event) {
    if (now.json_wanted) {
        now.out << json_text(event, -1) << '\n';
    } else {
        now.out << event["event"].get<std::string>();
        if (event.contains("id"))
            now.out << ' ' << event["id"] << ' ' << printable(event["name"].get<std::string>())
                    << ' ' << event["version"].get<std::string>();
        now.out << '\n';
    }
    now.out.flush();
}

// The next line's content, waiting for it.
json next_event(events& listening) {
    for (;;) {
        const auto event = listening.next();
        if (!event && event.error().number() == ENOBUFS)
            return {{"event", "lost"}};
        if (!event)
            throw refused(request::query, "", event.error());
        if (event->has_value())
            return to_json(**event);
        wait_for(listening);
    }
}

} // namespace

void monitor_events(session& now, const monitor_line& line) {
    auto listening = asked(request::query, "", events::open());
    for (std::uint64_t said = 0; line.count == 0 || said < line.count; said++) {
        say(now, next_event(listening));
        if (!now.out)
            return;
    }
}

} // namespace banos::ctl

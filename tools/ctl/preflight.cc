// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "preflight.h"

#include "relocate.h"
#include "text.h"

#include <banos/driver.h>

#include <cstdint>
#include <span>

namespace banos::ctl {
namespace {

class examination {
  public:
    examination(const image& parsed, const listing& offered,
                const hash_set<std::string>& offered_too)
        : image_(parsed), offered_(offered), offered_too_(offered_too) {}

    std::vector<lack> run() {
        check_policy();
        check_machine();
        check_version();
        check_ibt();
        if (image_.import_count > 0) {
            for (const auto& import : std::span(image_.imports, image_.import_count))
                check_import(import);
        }
        return std::move(lacks_);
    }

  private:
    void add(status end, const char* kind, std::string sentence, std::string symbol = {}) {
        lacks_.push_back({end, kind, std::move(symbol), std::move(sentence)});
    }

    void check_policy() {
        if (offered_.locked_down)
            add(status::permission, "locked-down",
                "banos is locked down there: nothing is installed before a reboot");
        if (offered_.signatures_enforced)
            add(status::permission, "signatures", "that kernel takes signed images only");
    }

    void check_machine() {
        const std::uint32_t machine = image_.header->e_machine;
        if (machine != offered_.machine)
            add(status::image, "machine",
                "it is for " + machine_text(machine) + ", and that kernel is " +
                    machine_text(offered_.machine));
    }

    // Revision 0 runs everywhere; what was built for a 0.x needs that 0.x; what
    // was built for 1.0 or newer needs a shim that is not older.
    void check_version() {
        const std::uint32_t needs = image_.driver.minimal_banos_version;
        if (needs > offered_.version) {
            add(status::version, "version",
                "it needs banos " + version_text(needs) + " or newer, and there is " +
                    version_text(offered_.version));
            return;
        }
        if (image_.driver.driver_size == BANOS_DRIVER_SIZE_REVISION_0 ||
            BANOS_VERSION_MAJOR(needs) > 0)
            return;
        if (needs >> 16 != offered_.version >> 16)
            add(status::version, "version",
                "it was made for banos " + version_text(needs) +
                    ", which was not stable yet, and there is " + version_text(offered_.version));
    }

    void check_ibt() {
        if (offered_.ibt_enforced && (image_.features & BANOS_IMAGE_IBT) == 0)
            add(status::image, "ibt",
                "it was compiled without -fcf-protection=branch, and that kernel enforces IBT");
    }

    void check_import(const image_import& import) {
        if (!import.used || import.weak || relocate_is_thunk(import.name))
            return;
        const std::string name(import.name);
        const auto found = offered_.symbols.find(name);
        if (found == offered_.symbols.end()) {
            if (!offered_too_.contains(name))
                add(status::symbols, "missing",
                    "it needs " + name + ", which neither that shim nor an image given here offers",
                    name);
        } else if (!found->second.supported) {
            add(status::symbols, "unsupported",
                "it needs " + name + ", which is unsupported there: " + found->second.reason, name);
        } else if (found->second.gpl_only && !image_license_is_gpl(image_.driver.license)) {
            add(status::symbols, "license",
                "it needs " + name + ", which is for GPL-compatible images only, and " + license(),
                name);
        }
    }

    [[nodiscard]] std::string license() const {
        if (image_.driver.license == nullptr)
            return "it has no licence";
        return "its licence is \"" + std::string(image_.driver.license) + "\"";
    }

    const image& image_;
    const listing& offered_;
    const hash_set<std::string>& offered_too_;
    std::vector<lack> lacks_;
};

} // namespace

std::vector<lack> lacks_of(const image& parsed, const listing& offered,
                           const hash_set<std::string>& offered_too) {
    return examination(parsed, offered, offered_too).run();
}

} // namespace banos::ctl

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// probe: installs what a device needs, as udev asks for it.
#include "alias.h"
#include "command.h"
#include "image_file.h"
#include "instances.h"
#include "text.h"

#include <algorithm>
#include <fstream>
#include <optional>

namespace banos::ctl {
namespace {

// A device in sysfs.
class device {
  public:
    explicit device(std::filesystem::path path) : path_(std::move(path)) {
        if (!std::filesystem::exists(path_))
            throw file_failure(path_, ENOENT);
    }

    // The name of its driver; empty: it has none.
    [[nodiscard]] std::string driver() const {
        std::error_code error;
        return std::filesystem::read_symlink(path_ / "driver", error).filename();
    }

    // The driver that it is for, whatever it is; empty: any.
    [[nodiscard]] std::string override() const {
        std::string name;
        std::ifstream(path_ / "driver_override") >> name;
        return name == "(null)" ? "" : name;
    }

    void unbind() const { write("driver/unbind"); }
    void probe() const { write("subsystem/drivers_probe"); }

  private:
    void write(const char* file) const {
        const auto target = path_ / file;
        errno = 0;
        std::ofstream out(target);
        out << std::filesystem::canonical(path_).filename().string() << std::flush;
        if (!out)
            throw file_failure(target, errno != 0 ? errno : EIO);
    }

    std::filesystem::path path_;
};

std::string driver_name(session& now, const std::string& file) {
    image_source source(file, now.in);
    return parsed_image(source)->driver.name;
}

// Whose driver is installed already is left out.
std::vector<std::string> not_installed(session& now, std::vector<std::string> files) {
    require_banos();
    const auto instances = all_instances();
    std::erase_if(files, [&](const std::string& file) {
        const std::string name = driver_name(now, file);
        return std::ranges::any_of(instances,
                                   [&](const auto& one) { return name_of(one) == name; });
    });
    return files;
}

void install(session& now, const probe_line& line, const std::vector<std::string>& files) {
    if (line.dry_run) {
        now.document["images"] = files;
        for (const auto& file : files)
            if (!now.json_wanted)
                now.out << printable(file) << '\n';
        return;
    }
    if (files.empty())
        return;
    const auto missing = not_installed(now, files);
    if (!missing.empty())
        install_images(now, {missing, false});
}

// The driver that the administrator wants gets the device, whoever has it.
void give_to(session& now, const probe_line& line, const device& target, const std::string& driver,
             const std::vector<std::string>& files) {
    if (files.empty() || target.driver() == driver)
        return;
    install(now, line, files);
    if (line.dry_run || now.end != status::done || target.driver() == driver)
        return;
    if (!target.driver().empty())
        target.unbind();
    target.probe();
}

} // namespace

void probe_device(session& now, const probe_line& line) {
    const auto aliases = read_aliases(line.folder);
    std::optional<device> target;
    if (!line.device.empty())
        target.emplace(line.device);
    const std::string wanted = target ? target->override() : "";
    if (!wanted.empty())
        give_to(now, line, *target, wanted, images_of_driver(line.folder, aliases, wanted));
    else if (!target || target->driver().empty())
        install(now, line, images_for(line.folder, aliases, line.modalias));
}

} // namespace banos::ctl

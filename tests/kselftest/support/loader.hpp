// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The loader as tests use it: installing images that lie in files or were made in memory, and
// asking about them. On top of libbanos-device.
#ifndef BANOS_TESTS_LOADER_HPP
#define BANOS_TESTS_LOADER_HPP

#include <banos/control.h>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

using bytes = std::vector<std::uint8_t>;
using parameters = std::vector<std::string>; // "name=value"

// What a command of /dev/banos ended with.
struct answer {
    int error = 0; // 0, or a negative errno number
    std::uint64_t id = 0;
    std::string log;
};
std::ostream& operator<<(std::ostream& out, const answer& answer);

// A driver image that is built with the tests, or a sample driver: its path.
std::string driver_path(std::string_view name);

answer install(const bytes& image, const parameters& given = {});
answer install_fd(int image, const parameters& given = {});
answer install_file(const std::string& path, const parameters& given = {});
answer install_driver(std::string_view name, const parameters& given = {});
answer uninstall(std::uint64_t id);
answer detach(std::uint64_t id, std::uint32_t timeout_ms = 0);

// One of the ioctls, as it is; a negative errno number or the answer.
int command(unsigned number, void* request);
int command_on(int control, unsigned number, void* request);

std::vector<std::uint64_t> list_instances();
banos_statistics statistics();
banos_instance_info info(std::uint64_t id); // throws if there is none

// The tables of an instance: Element is one of the structs that enum banos_info_kind names.
std::vector<banos_symbol_info> symbols_of(std::uint64_t id, banos_info_kind kind);
std::vector<std::uint64_t> ids_of(std::uint64_t id, banos_info_kind kind);
std::vector<banos_resource_info> resources_of(std::uint64_t id);

// An installed driver that goes when this does. Throws failed if the install fails; the test fails
// if the uninstall does.
class instance {
  public:
    explicit instance(std::string_view driver, const parameters& given = {});
    explicit instance(const bytes& image, const parameters& given = {});
    ~instance();
    instance(const instance&) = delete;
    instance& operator=(const instance&) = delete;

    std::uint64_t id() const { return id_; }
    answer uninstall(); // now; the destructor does nothing any more if it succeeded
    answer detach(std::uint32_t timeout_ms = 0);
    void forget() { id_ = 0; } // somebody else uninstalls it

    // The content of a file below /sys/kernel/banos/instances/<id>/, without the newline.
    std::string attribute(std::string_view name) const;
    std::string attribute_path(std::string_view name) const;

  private:
    void take(const answer& installed);

    std::uint64_t id_ = 0;
};

// What must be as before when everything that was installed is gone again.
struct usage {
    std::uint64_t instances = 0;
    std::uint64_t symbols = 0;
    std::uint64_t text = 0;
    std::uint64_t rodata = 0;
    std::uint64_t data = 0;
    std::uint64_t heap = 0;
    std::uint64_t names = 0;
    std::uint64_t names_left_out = 0;
    std::uint64_t quarantined = 0;

    bool operator==(const usage&) const = default;
};
std::ostream& operator<<(std::ostream& out, const usage& usage);

// As the figures are in this moment.
usage usage_at_once();

// Instances are freed after a grace period: this waits until the figures are at rest.
usage current_usage();

// Uninstalls whatever is installed, so that a TEST that failed does not make others fail.
void uninstall_all();

// Fails the test if, when this goes, the figures do not become what they were when it was made.
class no_trace {
  public:
    no_trace() : before_(current_usage()) {}
    ~no_trace();
    no_trace(const no_trace&) = delete;
    no_trace& operator=(const no_trace&) = delete;

  private:
    usage before_;
};

// True if the image is refused with that error and a sentence that contains that text; otherwise
// the test has failed.
bool refused(const answer& answer, int error, std::string_view sentence);
bool refused(const bytes& image, int error, std::string_view sentence);

} // namespace banos::test

#endif

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The kernel behind /dev/banos, in the test's own process: the linker puts it in the place of
// open(2), ioctl(2), socket(2) and recvmsg(2) (see ctl.cmake), so that everything above these calls
// is what users run. It takes images with the loader's own parser, and binds their symbols.
#ifndef BANOS_TESTS_FAKE_KERNEL_HPP
#define BANOS_TESTS_FAKE_KERNEL_HPP

#include <banos/control.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

struct image;

namespace banos::test {

// How a command ends other than well.
struct refusal {
    int error = 0;
    std::string log = {};
    bool in_init = false; // for installs: the driver's init() was called
};

struct fake_instance {
    banos_instance_info info{};
    std::vector<banos_symbol_info> exports;
    std::vector<banos_symbol_info> imports;
    std::vector<std::uint64_t> providers;
    std::vector<banos_resource_info> resources;
    std::vector<std::string> parameters;
    std::string busy; // why it cannot be uninstalled without --detach; empty: it can
};

class fake_kernel {
  public:
    // Of all that exist, there is one at a time.
    fake_kernel();
    ~fake_kernel();
    fake_kernel(const fake_kernel&) = delete;
    fake_kernel& operator=(const fake_kernel&) = delete;

    static fake_kernel* current();

    // Adds one that nobody needs to have installed.
    fake_instance& add(const std::string& name, std::vector<std::uint64_t> providers = {});
    void offer(const std::string& symbol, std::uint32_t flags = 0, const std::string& reason = {});

    // What the calls in the place of the system's do. Errors are negative numbers.
    int open();
    int command(unsigned int number, void* argument);

    // An event that programs which listen will read.
    void send(const std::string& text, std::uint32_t sender_port = 0,
              std::uint32_t sender_user = 0);
    void announce(const char* action, std::uint64_t id, const std::string& name);
    void lose_events();
    int listening = -1; // our end of the listener's socket

    int open_error = 0;                          // answer of open()
    std::map<unsigned int, refusal> refused;     // by command
    std::map<std::string, refusal> refused_name; // installs, by the driver's name
    std::map<std::string, int> signals;          // that come during installs, by the same
    std::uint32_t page = UINT32_MAX;             // at most so many elements in one answer
    std::map<std::uint64_t, fake_instance> instances;
    std::vector<banos_symbol_info> symbols;
    std::vector<banos_struct_info> structs;
    banos_shim_info shim{};
    banos_statistics statistics{};
    bool locked_down = false;
    std::uint64_t last_id = 0;
    std::uint32_t last_timeout_ms = 0;
    unsigned int opened = 0;
    // "install ring depth=3", "uninstall 7 detach": what was done, in order.
    std::vector<std::string> done;
    std::vector<int> seals; // of the images' files; -1: not a memory file

  private:
    struct log_writer;

    int install(banos_install_request& request, log_writer& log);
    int bind(fake_instance& made, const ::image& parsed, log_writer& log);
    int uninstall(const banos_uninstall_request& request, log_writer& log);
    int list(banos_list_request& request) const;
    int info(banos_info_request& request) const;
    int abi(banos_abi_request& request) const;
    std::vector<std::uint64_t> dependents_of(std::uint64_t id) const;
};

template<std::size_t size>
void set_text(char (&to)[size], std::string_view text) {
    to[text.copy(to, size - 1)] = '\0';
}

} // namespace banos::test

#endif

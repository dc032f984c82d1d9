// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "loader.hpp"

#include "system.hpp"
#include "test.hpp"

#include <algorithm>
#include <banos/device.h>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>

namespace banos::test {

namespace {

// The library's view of a log, over a buffer of ours.
class log_buffer {
  public:
    log_buffer() : text_(BANOS_LOG_SIZE, '\0'), log_{text_.data(), text_.size(), 0} {}
    banos_log* log() { return &log_; }
    std::string text() const { return text_.substr(0, text_.find('\0')); }

  private:
    std::string text_;
    banos_log log_;
};

template<typename Install>
answer with_options(const parameters& given, Install call) {
    log_buffer log;
    std::vector<const char*> texts;
    for (const std::string& text : given)
        texts.push_back(text.c_str());
    const banos_install_options options = {sizeof(options), texts.data(), texts.size(), log.log()};
    answer result;
    result.error = call(options, result.id);
    result.log = log.text();
    return result;
}

answer uninstall_with(std::uint64_t id, std::uint32_t flags, std::uint32_t timeout_ms) {
    log_buffer log;
    const banos_uninstall_options options = {sizeof(options), flags, timeout_ms, log.log()};
    return {banos_uninstall(id, &options), id, log.text()};
}

constexpr std::size_t table_step = 64;

template<typename Element>
std::vector<Element> table_of(std::uint64_t id, banos_info_kind kind) {
    std::vector<Element> all;
    std::vector<Element> some(table_step);
    std::uint64_t count = 0;
    do {
        const int error = banos_info_table(id, kind, all.size(), some.data(), sizeof(Element),
                                           some.size(), &count);
        if (error != 0)
            throw failed("table of instance " + std::to_string(id) + ": " + std::to_string(error));
        all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
    } while (count != 0);
    return all;
}

} // namespace

std::ostream& operator<<(std::ostream& out, const answer& answer) {
    return out << "error " << answer.error << ": " << answer.log;
}

std::string driver_path(std::string_view name) {
    return "drivers/" + std::string(name) + ".bko";
}

answer install(const bytes& image, const parameters& given) {
    return with_options(given, [&](const banos_install_options& options, std::uint64_t& id) {
        return banos_install(image.data(), image.size(), &options, &id);
    });
}

answer install_fd(int image, const parameters& given) {
    return with_options(given, [&](const banos_install_options& options, std::uint64_t& id) {
        return banos_install_fd(image, &options, &id);
    });
}

answer install_file(const std::string& path, const parameters& given) {
    const descriptor file(path, O_RDONLY);
    return install_fd(file.get(), given);
}

answer install_driver(std::string_view name, const parameters& given) {
    return install_file(driver_path(name), given);
}

answer uninstall(std::uint64_t id) {
    return uninstall_with(id, 0, 0);
}

answer detach(std::uint64_t id, std::uint32_t timeout_ms) {
    return uninstall_with(id, BANOS_UNINSTALL_DETACH, timeout_ms);
}

int command(unsigned number, void* request) {
    const descriptor control(BANOS_CONTROL_PATH, O_RDWR);
    return command_on(control.get(), number, request);
}

int command_on(int control, unsigned number, void* request) {
    const int result = ioctl(control, number, request);
    return result < 0 ? -errno : result;
}

std::vector<std::uint64_t> list_instances() {
    std::vector<std::uint64_t> all;
    std::vector<std::uint64_t> some(table_step);
    std::uint64_t count = 0;
    do {
        const int error =
            banos_list(all.empty() ? 0 : all.back(), some.data(), some.size(), &count);
        if (error != 0)
            throw failed("list: " + std::to_string(error));
        all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
    } while (count != 0);
    return all;
}

banos_statistics statistics() {
    banos_statistics statistics = {};
    statistics.size = sizeof(statistics);
    const int error = banos_get_statistics(&statistics);
    if (error != 0)
        throw failed("statistics: " + std::to_string(error));
    return statistics;
}

banos_instance_info info(std::uint64_t id) {
    banos_instance_info info = {};
    info.size = sizeof(info);
    const int error = banos_info(id, &info);
    if (error != 0)
        throw failed("info of instance " + std::to_string(id) + ": " + std::to_string(error));
    return info;
}

std::vector<banos_symbol_info> symbols_of(std::uint64_t id, banos_info_kind kind) {
    return table_of<banos_symbol_info>(id, kind);
}

std::vector<std::uint64_t> ids_of(std::uint64_t id, banos_info_kind kind) {
    return table_of<std::uint64_t>(id, kind);
}

std::vector<banos_resource_info> resources_of(std::uint64_t id) {
    return table_of<banos_resource_info>(id, BANOS_INFO_RESOURCES);
}

instance::instance(std::string_view driver, const parameters& given) {
    take(install_driver(driver, given));
}

instance::instance(const bytes& image, const parameters& given) {
    take(install(image, given));
}

void instance::take(const answer& installed) {
    if (installed.error != 0) {
        fail(__FILE__, __LINE__, "install: " + text_of(installed));
        throw failed("install");
    }
    id_ = installed.id;
}

instance::~instance() {
    if (id_ == 0)
        return;
    const answer result = uninstall();
    if (result.error != 0)
        fail(__FILE__, __LINE__, "uninstall: " + text_of(result));
}

answer instance::uninstall() {
    answer result = banos::test::uninstall(id_);
    if (result.error == 0)
        id_ = 0;
    return result;
}

answer instance::detach(std::uint32_t timeout_ms) {
    answer result = banos::test::detach(id_, timeout_ms);
    if (result.error == 0)
        id_ = 0;
    return result;
}

std::string instance::attribute_path(std::string_view name) const {
    return "/sys/kernel/banos/instances/" + std::to_string(id_) + "/" + std::string(name);
}

std::string instance::attribute(std::string_view name) const {
    std::string text = read_file(attribute_path(name));
    if (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

std::ostream& operator<<(std::ostream& out, const usage& usage) {
    return out << usage.instances << " instances, " << usage.symbols << " symbols, " << usage.text
               << " bytes of text, " << usage.rodata << " of rodata, " << usage.data << " of data, "
               << usage.heap << " of heap, " << usage.names << " names, " << usage.names_left_out
               << " left out, " << usage.quarantined << " bytes quarantined";
}

usage usage_at_once() {
    const banos_statistics s = statistics();
    return {s.instances, s.symbols, s.text_used,      s.rodata_used,     s.data_used,
            s.heap_used, s.names,   s.names_left_out, s.quarantined_size};
}

namespace {

usage usage_now() {
    wait_for_grace_period();
    return usage_at_once();
}

} // namespace

// A kernel that is built to look for mistakes lets a struct go seconds after its last user.
usage current_usage() {
    usage last;
    usage now = usage_now();
    eventually(
        [&] {
            last = now;
            now = usage_now();
            return now == last && (now.instances != 0 || now.names == 0);
        },
        10);
    return now;
}

// Dependents have the larger ids as a rule; a second round takes the rest.
void uninstall_all() {
    for (int round = 0; round < 3; round++) {
        std::vector<std::uint64_t> all = list_instances();
        for (auto id = all.rbegin(); id != all.rend(); ++id)
            detach(*id);
    }
}

// Names of what was on its way when the first figures were taken may be gone since.
no_trace::~no_trace() {
    usage now;
    const auto nothing_came = [&] {
        now = current_usage();
        now.names = std::max(now.names, before_.names);
        return now == before_;
    };
    if (!eventually(nothing_came, 10))
        expect_equal(now, before_);
}

bool refused(const answer& answer, int error, std::string_view sentence) {
    const bool as_expected = answer.error == error && contains(answer.log, sentence);
    if (!as_expected)
        fail(__FILE__, __LINE__,
             "expected error " + std::to_string(error) + " and \"" + std::string(sentence) +
                 "\", found " + text_of(answer));
    // What was installed by mistake would be in the way of other tests.
    if (answer.error == 0)
        uninstall(answer.id);
    return as_expected;
}

bool refused(const bytes& image, int error, std::string_view sentence) {
    return refused(install(image), error, sentence);
}

} // namespace banos::test

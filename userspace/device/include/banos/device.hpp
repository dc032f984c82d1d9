// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// libbanos-device for C++20: <banos/device.h> with values instead of pointers
// to them, and owners instead of descriptors.
//
//     auto installed = banos::installation::install(image, {.parameters = {"depth=16"}});
//     if (!installed)
//         std::cerr << installed.error().sentence() << '\n';
//
// Nothing here throws: out of memory is ENOMEM like any other failure. All of
// it may be called from any thread at any time; an object of a class here is
// used by one thread at a time. Link with banos-device (CMake: banos::device).
#ifndef BANOS_DEVICE_HPP
#define BANOS_DEVICE_HPP

#include <banos/device.h>
#include <banos/file_descriptor.hpp>
#include <banos/result.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace banos {

namespace detail {

// The last line of the loader's log is the one that says what was wrong.
inline std::string_view last_line(std::string_view text) noexcept {
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    const auto newline = text.rfind('\n');
    return newline == text.npos ? text : text.substr(newline + 1);
}

// The buffer for the kernel's words, and afterwards the words themselves.
class log_buffer {
  public:
    log_buffer() : text_(BANOS_LOG_SIZE, '\0') {
        log_.text = text_.data();
        log_.size = text_.size();
    }
    log_buffer(const log_buffer&) = delete;
    log_buffer& operator=(const log_buffer&) = delete;

    banos_log* lend() noexcept { return &log_; }

    [[nodiscard]] std::string_view text() const noexcept {
        if (log_.used == 0)
            return {};
        return {text_.data(), ::strnlen(text_.data(), text_.size())};
    }

    // The sentence of a failure; none if the log was cut before its end.
    [[nodiscard]] banos::error failure(int number) const noexcept {
        if (log_.used == 0 || log_.used > log_.size)
            return banos::error(number);
        return banos::error::owning(number, last_line(text()));
    }

  private:
    std::string text_;
    banos_log log_{};
};

template<typename function>
auto without_exceptions(function&& body) noexcept -> decltype(body()) {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return banos::error(ENOMEM);
    }
}

// What the kernel writes as a string ends in NUL; if not, at the array's end.
template<std::size_t size>
std::string_view text_of(const char (&text)[size]) noexcept {
    return {text, ::strnlen(text, size)};
}

// Reads a table page by page, until a page is empty.
template<typename element, typename reader>
result<std::vector<element>> whole_table(reader&& read) noexcept {
    constexpr std::uint64_t page = 64;
    return without_exceptions([&]() -> result<std::vector<element>> {
        std::vector<element> all;
        for (;;) {
            const std::uint64_t first = all.size();
            std::uint64_t count = 0;
            all.resize(first + page);
            const int answer = read(first, all.data() + first, page, &count);
            all.resize(first + std::min(count, page));
            if (answer != 0)
                return banos::error(-answer);
            if (count == 0)
                return all;
        }
    });
}

inline result<void> status(int answer) noexcept {
    if (answer != 0)
        return banos::error(-answer);
    return {};
}

} // namespace detail

// Is there a banos.ko to talk to? ENOENT, ENXIO or ENODEV: none is loaded.
inline result<void> available() noexcept {
    return detail::status(banos_available());
}

// Where a log is asked for, it becomes everything that the kernel said, also
// after success; an error's sentence is its last line.
struct install_options {
    std::vector<std::string> parameters = {}; // "name=value"
    std::string* log = nullptr;
    bool* init_called = nullptr; // becomes whether it came so far, also after a failure
};

namespace detail {

template<typename function>
result<std::uint64_t> install_by(const install_options& options, function&& call) noexcept {
    return without_exceptions([&]() -> result<std::uint64_t> {
        log_buffer log;
        std::vector<const char*> parameters;
        parameters.reserve(options.parameters.size());
        for (const auto& parameter : options.parameters)
            parameters.push_back(parameter.c_str());
        banos_install_options raw{};
        raw.size = sizeof(raw);
        raw.parameters = parameters.data();
        raw.parameter_count = parameters.size();
        raw.log = log.lend();
        // No allocation may fail once the install has had its effects.
        if (options.log != nullptr) {
            options.log->clear();
            options.log->reserve(BANOS_LOG_SIZE);
        }
        std::uint64_t id = 0;
        const int answer = call(&raw, &id);
        if (options.log != nullptr)
            options.log->assign(log.text());
        if (options.init_called != nullptr)
            *options.init_called = id != 0;
        if (answer != 0)
            return log.failure(-answer);
        return id;
    });
}

} // namespace detail

// Installs an image that lies in memory; answers the instance's id.
inline result<std::uint64_t> install(std::span<const std::byte> image,
                                     const install_options& options = {}) noexcept {
    return detail::install_by(options, [&](const banos_install_options* raw, std::uint64_t* id) {
        return banos_install(image.data(), image.size(), raw, id);
    });
}

// Installs an image from a file that is open for reading.
inline result<std::uint64_t> install(const file_descriptor& image,
                                     const install_options& options = {}) noexcept {
    return detail::install_by(options, [&](const banos_install_options* raw, std::uint64_t* id) {
        return banos_install_fd(image.number(), raw, id);
    });
}

struct uninstall_options {
    bool detach = false;                  // also while its devices are open
    std::chrono::milliseconds timeout{0}; // 0: the kernel's default
    std::string* log = nullptr;
};

inline result<void> uninstall(std::uint64_t id, const uninstall_options& options = {}) noexcept {
    return detail::without_exceptions([&]() -> result<void> {
        constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
        detail::log_buffer log;
        banos_uninstall_options raw{};
        raw.size = sizeof(raw);
        raw.flags = options.detach ? std::uint32_t{BANOS_UNINSTALL_DETACH} : 0U;
        raw.timeout_ms =
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(options.timeout.count(), 0, most));
        raw.log = log.lend();
        if (options.log != nullptr) {
            options.log->clear();
            options.log->reserve(BANOS_LOG_SIZE);
        }
        const int answer = banos_uninstall(id, &raw);
        if (options.log != nullptr)
            options.log->assign(log.text());
        if (answer != 0)
            return log.failure(-answer);
        return {};
    });
}

// Ids of all instances, in growing order.
inline result<std::vector<std::uint64_t>> list() noexcept {
    std::uint64_t last = 0;
    return detail::whole_table<std::uint64_t>(
        [&last](std::uint64_t, std::uint64_t* ids, std::uint64_t capacity, std::uint64_t* count) {
            const int answer = banos_list(last, ids, capacity, count);
            if (*count > 0)
                last = ids[*count - 1];
            return answer;
        });
}

inline result<banos_instance_info> info(std::uint64_t id) noexcept {
    banos_instance_info info{};
    info.size = sizeof(info);
    if (const int answer = banos_info(id, &info); answer != 0)
        return banos::error(-answer);
    return info;
}

namespace detail {

template<typename element>
result<std::vector<element>> info_table(std::uint64_t id, std::uint32_t kind) noexcept {
    return whole_table<element>([id, kind](std::uint64_t first, element* elements,
                                           std::uint64_t capacity, std::uint64_t* count) {
        return banos_info_table(id, kind, first, elements, sizeof(element), capacity, count);
    });
}

template<typename element>
result<std::vector<element>> abi_table(std::uint32_t kind) noexcept {
    return whole_table<element>([kind](std::uint64_t first, element* elements,
                                       std::uint64_t capacity, std::uint64_t* count) {
        return banos_abi_table(kind, first, elements, sizeof(element), capacity, count);
    });
}

} // namespace detail

inline result<std::vector<banos_symbol_info>> exports(std::uint64_t id) noexcept {
    return detail::info_table<banos_symbol_info>(id, BANOS_INFO_EXPORTS);
}
inline result<std::vector<banos_symbol_info>> imports(std::uint64_t id) noexcept {
    return detail::info_table<banos_symbol_info>(id, BANOS_INFO_IMPORTS);
}
inline result<std::vector<std::uint64_t>> providers(std::uint64_t id) noexcept {
    return detail::info_table<std::uint64_t>(id, BANOS_INFO_PROVIDERS);
}
inline result<std::vector<std::uint64_t>> dependents(std::uint64_t id) noexcept {
    return detail::info_table<std::uint64_t>(id, BANOS_INFO_DEPENDENTS);
}
inline result<std::vector<banos_resource_info>> resources(std::uint64_t id) noexcept {
    return detail::info_table<banos_resource_info>(id, BANOS_INFO_RESOURCES);
}

inline result<banos_shim_info> shim() noexcept {
    banos_shim_info info{};
    info.size = sizeof(info);
    if (const int answer = banos_abi_shim(&info); answer != 0)
        return banos::error(-answer);
    return info;
}
inline result<std::vector<banos_symbol_info>> shim_symbols() noexcept {
    return detail::abi_table<banos_symbol_info>(BANOS_ABI_SYMBOLS);
}
inline result<std::vector<banos_struct_info>> shim_structs() noexcept {
    return detail::abi_table<banos_struct_info>(BANOS_ABI_STRUCTS);
}

inline result<banos_statistics> statistics() noexcept {
    banos_statistics statistics{};
    statistics.size = sizeof(statistics);
    if (const int answer = banos_get_statistics(&statistics); answer != 0)
        return banos::error(-answer);
    return statistics;
}

// Ends installing until the machine reboots.
inline result<void> lock_down() noexcept {
    return detail::without_exceptions([]() -> result<void> {
        detail::log_buffer log;
        if (const int answer = banos_lock_down(log.lend()); answer != 0)
            return log.failure(-answer);
        return {};
    });
}

// An instance that ends with its owner, as tests and services want it.
class installation {
  public:
    template<typename source>
    static result<installation> install(const source& image,
                                        const install_options& options = {}) noexcept {
        return banos::install(image, options).transform([](std::uint64_t id) {
            return installation(id);
        });
    }

    explicit installation(std::uint64_t id) noexcept : id_(id) {}
    installation(installation&& other) noexcept : id_(other.release()) {}
    installation& operator=(installation other) noexcept {
        std::swap(id_, other.id_);
        return *this;
    }
    // A refusal, such as "in use", leaves it installed.
    ~installation() {
        if (id_ != 0)
            (void)banos_uninstall(id_, nullptr);
    }

    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

    // It stays installed from now on.
    std::uint64_t release() noexcept { return std::exchange(id_, 0); }

    // Ends it now, and tells how that went; this object lets go only if it did.
    result<void> uninstall(const uninstall_options& options = {}) noexcept {
        auto answer = banos::uninstall(id_, options);
        if (answer)
            id_ = 0;
        return answer;
    }

  private:
    std::uint64_t id_;
};

// Installs and uninstalls, as they happen.
class events {
  public:
    static result<events> open() noexcept {
        const int descriptor = banos_events_open();
        if (descriptor < 0)
            return banos::error(-descriptor);
        return events(descriptor);
    }

    // For poll(2) and its kin.
    [[nodiscard]] int descriptor() const noexcept { return descriptor_.number(); }

    // Empty: none is there. ENOBUFS: some were lost; list() tells what there is.
    result<std::optional<banos_event>> next() noexcept {
        banos_event event{};
        event.size = sizeof(event);
        const int answer = banos_events_read(descriptor_.number(), &event);
        if (answer == -EAGAIN)
            return std::optional<banos_event>();
        if (answer != 0)
            return banos::error(-answer);
        return std::optional<banos_event>(event);
    }

  private:
    explicit events(int descriptor) noexcept : descriptor_(descriptor) {}

    file_descriptor descriptor_;
};

} // namespace banos

#endif

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "fake_kernel.hpp"

#include "image.h"
#include "relocate.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/netlink.h>
#include <span>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace banos::test {
namespace {

fake_kernel* only;

// Before each message of the fake's netlink, which the real one has beside it.
struct message_header {
    std::uint32_t port;
    std::uint32_t user;
    std::int32_t error;
};

template<typename T>
T* pointer_of(std::uint64_t address) {
    return reinterpret_cast<T*>(static_cast<std::uintptr_t>(address));
}

// As the kernel copies requests in: absent members are zero, unknown bytes must be.
template<typename request>
int take(request& to, const void* argument) {
    std::uint32_t size = 0;
    std::memcpy(&size, argument, sizeof(size));
    if (size < sizeof(banos_request))
        return -EINVAL;
    const auto* bytes = static_cast<const unsigned char*>(argument);
    if (size > sizeof(request) && std::any_of(bytes + sizeof(request), bytes + size,
                                              [](unsigned char byte) { return byte != 0; }))
        return -E2BIG;
    std::memcpy(&to, argument, std::min<std::size_t>(size, sizeof(request)));
    return 0;
}

template<typename request>
void give_back(void* argument, const request& from) {
    std::memcpy(argument, &from, std::min<std::size_t>(from.request.size, sizeof(request)));
}

// One page of a table: what both know of each element, the rest of it zero.
template<typename element, typename request>
int page_of(std::span<const element> all, request& asked, std::uint32_t most) {
    if (asked.stride < sizeof(std::uint64_t))
        return -EINVAL;
    asked.count = 0;
    auto* to = pointer_of<unsigned char>(asked.elements);
    for (auto i = asked.first; i < all.size() && asked.count < std::min(asked.capacity, most);
         i++) {
        std::memset(to, 0, asked.stride);
        std::memcpy(to, &all[i], std::min<std::size_t>(asked.stride, sizeof(element)));
        to += asked.stride;
        asked.count++;
    }
    return 0;
}

std::vector<unsigned char> content_of(int file) {
    struct stat state {};
    std::vector<unsigned char> bytes;
    if (::fstat(file, &state) != 0)
        return bytes;
    bytes.resize(static_cast<std::size_t>(state.st_size));
    if (::pread(file, bytes.data(), bytes.size(), 0) != state.st_size)
        bytes.clear();
    return bytes;
}

std::vector<std::string> strings_of(const char* text, std::uint32_t size) {
    std::vector<std::string> strings;
    for (const char* end = text + size; text < end; text += strings.back().size() + 1)
        strings.emplace_back(text);
    return strings;
}

banos_symbol_info symbol_named(std::string_view name, std::uint32_t flags = 0) {
    banos_symbol_info symbol{};
    symbol.size = sizeof(symbol);
    symbol.flags = flags;
    symbol.since = 9U << 16;
    set_text(symbol.name, name);
    return symbol;
}

} // namespace

struct fake_kernel::log_writer {
    std::string text;

    void say(const std::string& sentence) { text += sentence + '\n'; }

    int fail(int error, const std::string& sentence) {
        say(sentence);
        return -error;
    }

    void give_back(banos_request& request) const {
        request.log_used = text.empty() ? 0 : static_cast<std::uint32_t>(text.size() + 1);
        if (request.log == 0 || request.log_size == 0)
            return;
        const auto copied = std::min<std::size_t>(text.size(), request.log_size - 1);
        std::memcpy(pointer_of<char>(request.log), text.data(), copied);
        pointer_of<char>(request.log)[copied] = '\0';
    }
};

fake_kernel::fake_kernel() {
    only = this;
    shim.size = sizeof(shim);
    shim.version = 9U << 16;
    shim.machine = EM_X86_64;
    set_text(shim.kernel_release, "6.1.0-test");
    set_text(shim.kernel_flavour, "generic");
    statistics.size = sizeof(statistics);
    offer("banos_dprintln");
}

fake_kernel::~fake_kernel() {
    only = nullptr;
    if (listening >= 0)
        ::close(listening);
}

fake_kernel* fake_kernel::current() {
    return only;
}

fake_instance& fake_kernel::add(const std::string& name, std::vector<std::uint64_t> providers) {
    auto& made = instances[++last_id];
    made.info.size = sizeof(made.info);
    made.info.id = last_id;
    made.info.state = BANOS_LIVE;
    made.info.version = 1U << 24 | 2U << 16 | 3;
    made.info.providers = static_cast<std::uint32_t>(providers.size());
    set_text(made.info.name, name);
    set_text(made.info.license, "GPL");
    for (const auto id : providers)
        instances[id].info.dependents++;
    made.providers = std::move(providers);
    return made;
}

void fake_kernel::offer(const std::string& symbol, std::uint32_t flags, const std::string& reason) {
    symbols.push_back(symbol_named(symbol, flags));
    set_text(symbols.back().reason, reason);
}

int fake_kernel::open() {
    if (open_error != 0)
        return -open_error;
    opened++;
    return ::open("/dev/null", O_RDWR | O_CLOEXEC);
}

int fake_kernel::bind(fake_instance& made, const ::image& parsed, log_writer& log) {
    for (std::uint32_t i = 0; i < parsed.import_count; i++) {
        const auto& import = parsed.imports[i];
        if (!import.used || relocate_is_thunk(import.name))
            continue;
        auto bound = symbol_named(import.name);
        const auto offered = [&](const banos_symbol_info& one) {
            return std::string_view(one.name) == import.name;
        };
        bool found = std::ranges::any_of(symbols, offered);
        for (const auto& [id, instance] : instances) {
            if (found || std::ranges::none_of(instance.exports, offered))
                continue;
            bound.provider = id;
            found = true;
            if (std::ranges::count(made.providers, id) == 0)
                made.providers.push_back(id);
        }
        if (!found && !import.weak)
            return log.fail(ENOENT, std::string(parsed.driver.name) + " needs " + import.name +
                                        ", which neither this shim nor an installed driver offers");
        made.imports.push_back(bound);
    }
    return 0;
}

int fake_kernel::install(banos_install_request& request, log_writer& log) {
    const auto bytes = content_of(request.image_fd);
    std::string text(4096, '\0');
    struct log said {
        text.data(), text.size(), 0
    };
    struct image parsed {};
    int answer = image_parse(&parsed, bytes.data(), bytes.size(), &said);
    log.text += text.substr(0, text.find('\0'));
    seals.push_back(::fcntl(request.image_fd, F_GET_SEALS));
    if (answer != 0)
        return answer;
    const std::string name = parsed.driver.name;
    fake_instance made;
    made.parameters = strings_of(pointer_of<char>(request.parameters), request.parameters_size);
    answer = bind(made, parsed, log);
    for (std::uint32_t i = 0; i < parsed.export_count; i++)
        made.exports.push_back(symbol_named(parsed.exports[i].name));
    made.info.version = parsed.driver.version;
    image_discard(&parsed);
    if (answer != 0)
        return answer;
    if (const auto found = signals.find(name); found != signals.end())
        std::raise(found->second);
    if (const auto found = refused_name.find(name); found != refused_name.end()) {
        request.id = found->second.in_init ? last_id + 1 : 0;
        return log.fail(found->second.error, found->second.log);
    }
    auto& kept = add(name, made.providers);
    kept.exports = made.exports;
    kept.imports = made.imports;
    kept.parameters = made.parameters;
    kept.info.version = made.info.version;
    kept.info.exports = static_cast<std::uint32_t>(kept.exports.size());
    kept.info.imports = static_cast<std::uint32_t>(kept.imports.size());
    request.id = last_id;
    std::string line = "install " + name;
    for (const auto& parameter : kept.parameters)
        line += ' ' + parameter;
    done.push_back(line);
    log.say(name + " is instance " + std::to_string(last_id));
    return 0;
}

std::vector<std::uint64_t> fake_kernel::dependents_of(std::uint64_t id) const {
    std::vector<std::uint64_t> dependents;
    for (const auto& [other, instance] : instances) {
        if (std::ranges::count(instance.providers, id) > 0)
            dependents.push_back(other);
    }
    return dependents;
}

int fake_kernel::uninstall(const banos_uninstall_request& request, log_writer& log) {
    const bool detach = (request.request.flags & BANOS_UNINSTALL_DETACH) != 0;
    const auto found = instances.find(request.id);
    last_timeout_ms = request.timeout_ms;
    if (found == instances.end())
        return log.fail(ENOENT, "there is no instance " + std::to_string(request.id));
    for (const auto dependent : dependents_of(request.id))
        return log.fail(EBUSY, "instance " + std::to_string(dependent) + " is bound to it");
    if (!found->second.busy.empty() && !detach)
        return log.fail(EBUSY, found->second.busy);
    for (const auto provider : found->second.providers)
        instances[provider].info.dependents--;
    done.push_back("uninstall " + std::to_string(request.id) + (detach ? " detach" : ""));
    instances.erase(found);
    return 0;
}

int fake_kernel::list(banos_list_request& request) const {
    request.count = 0;
    for (const auto& [id, instance] : instances) {
        if (id <= request.after || request.count >= std::min(request.capacity, page))
            continue;
        pointer_of<std::uint64_t>(request.ids)[request.count++] = id;
    }
    return 0;
}

int fake_kernel::info(banos_info_request& request) const {
    const auto found = instances.find(request.id);
    if (found == instances.end())
        return -ENOENT;
    const auto& instance = found->second;
    switch (request.kind) {
    case BANOS_INFO_INSTANCE:
        return page_of(std::span(&instance.info, 1), request, page);
    case BANOS_INFO_EXPORTS:
        return page_of(std::span<const banos_symbol_info>(instance.exports), request, page);
    case BANOS_INFO_IMPORTS:
        return page_of(std::span<const banos_symbol_info>(instance.imports), request, page);
    case BANOS_INFO_PROVIDERS:
        return page_of(std::span<const std::uint64_t>(instance.providers), request, page);
    case BANOS_INFO_DEPENDENTS: {
        const auto dependents = dependents_of(request.id);
        return page_of(std::span<const std::uint64_t>(dependents), request, page);
    }
    case BANOS_INFO_RESOURCES:
        return page_of(std::span<const banos_resource_info>(instance.resources), request, page);
    default:
        return -EINVAL;
    }
}

int fake_kernel::abi(banos_abi_request& request) const {
    switch (request.kind) {
    case BANOS_ABI_SYMBOLS:
        return page_of(std::span<const banos_symbol_info>(symbols), request, page);
    case BANOS_ABI_STRUCTS:
        return page_of(std::span<const banos_struct_info>(structs), request, page);
    case BANOS_ABI_SHIM:
        return page_of(std::span(&shim, 1), request, page);
    default:
        return -EINVAL;
    }
}

int fake_kernel::command(unsigned int number, void* argument) {
    log_writer log;
    // Takes the request in, carries it out, and gives it back, after errors too.
    const auto run = [&]<typename request>(request asked, auto&& body) {
        if (const int answer = take(asked, argument); answer != 0)
            return answer;
        const auto found = refused.find(number);
        int answer = 0;
        if (found == refused.end())
            answer = body(asked);
        else if (found->second.log.empty())
            answer = -found->second.error;
        else
            answer = log.fail(found->second.error, found->second.log);
        log.give_back(asked.request);
        give_back(argument, asked);
        return answer;
    };
    switch (number) {
    case BANOS_INSTALL:
        return run(banos_install_request{}, [&](auto& asked) { return install(asked, log); });
    case BANOS_UNINSTALL:
        return run(banos_uninstall_request{}, [&](auto& asked) { return uninstall(asked, log); });
    case BANOS_LIST:
        return run(banos_list_request{}, [&](auto& asked) { return list(asked); });
    case BANOS_INFO:
        return run(banos_info_request{}, [&](auto& asked) { return info(asked); });
    case BANOS_ABI:
        return run(banos_abi_request{}, [&](auto& asked) { return abi(asked); });
    case BANOS_STATISTICS:
        return run(banos_statistics_request{}, [&](auto& asked) {
            std::memcpy(pointer_of<void>(asked.elements), &statistics,
                        std::min<std::size_t>(asked.stride, sizeof(statistics)));
            return 0;
        });
    case BANOS_LOCK_DOWN:
        return run(banos_lock_down_request{}, [&](auto&) {
            locked_down = true;
            return 0;
        });
    default:
        return -ENOTTY;
    }
}

void fake_kernel::send(const std::string& text, std::uint32_t sender_port,
                       std::uint32_t sender_user) {
    const message_header header{sender_port, sender_user, 0};
    std::string message(reinterpret_cast<const char*>(&header), sizeof(header));
    message += text;
    if (::send(listening, message.data(), message.size(), 0) < 0)
        std::abort();
}

void fake_kernel::announce(const char* action, std::uint64_t id, const std::string& name) {
    using namespace std::string_literals;
    const std::string path = "/kernel/banos/instances/" + std::to_string(id);
    send(action + "@"s + path + "\0ACTION="s + action + "\0DEVPATH="s + path +
         "\0SUBSYSTEM=banos\0BANOS_ID="s + std::to_string(id) + "\0BANOS_NAME="s + name +
         "\0BANOS_VERSION=1.2.3\0SEQNUM=77\0"s);
}

void fake_kernel::lose_events() {
    const message_header header{0, 0, ENOBUFS};
    if (::send(listening, &header, sizeof(header), 0) < 0)
        std::abort();
}

namespace {

// Fills in what the real recvmsg(2) has from netlink.
ssize_t receive(msghdr* message, std::string_view datagram) {
    message_header header{};
    std::memcpy(&header, datagram.data(), sizeof(header));
    datagram.remove_prefix(sizeof(header));
    if (header.error != 0) {
        errno = header.error;
        return -1;
    }
    const auto copied = std::min(datagram.size(), message->msg_iov[0].iov_len);
    std::memcpy(message->msg_iov[0].iov_base, datagram.data(), copied);
    message->msg_flags = copied < datagram.size() ? MSG_TRUNC : 0;
    sockaddr_nl sender{};
    sender.nl_family = AF_NETLINK;
    sender.nl_pid = header.port;
    std::memcpy(message->msg_name, &sender, sizeof(sender));
    message->msg_namelen = sizeof(sender);
    const ucred credentials{.pid = 0, .uid = header.user, .gid = 0};
    cmsghdr* control = CMSG_FIRSTHDR(message);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_CREDENTIALS;
    control->cmsg_len = CMSG_LEN(sizeof(credentials));
    std::memcpy(CMSG_DATA(control), &credentials, sizeof(credentials));
    message->msg_controllen = control->cmsg_len;
    return static_cast<ssize_t>(copied);
}

int answer_of(int value) {
    if (value >= 0)
        return value;
    errno = -value;
    return -1;
}

} // namespace
} // namespace banos::test

using banos::test::fake_kernel;

extern "C" {

int __real_open(const char* path, int flags, ...);
int __real_ioctl(int file, unsigned long number, ...);
int __real_socket(int domain, int type, int protocol);
int __real_bind(int file, const sockaddr* address, socklen_t size);
int __real_setsockopt(int file, int level, int name, const void* value, socklen_t size);
ssize_t __real_recvmsg(int file, msghdr* message, int flags);

int __wrap_open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (std::string_view(path) != BANOS_CONTROL_PATH)
        return __real_open(path, flags, mode);
    if (fake_kernel::current() == nullptr)
        return banos::test::answer_of(-ENOENT);
    return banos::test::answer_of(fake_kernel::current()->open());
}

int __wrap_ioctl(int file, unsigned long number, ...) {
    va_list rest;
    va_start(rest, number);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    if (number >> 8 != 0xba || fake_kernel::current() == nullptr)
        return __real_ioctl(file, number, argument);
    return banos::test::answer_of(
        fake_kernel::current()->command(static_cast<unsigned int>(number), argument));
}

int __wrap_socket(int domain, int type, int protocol) {
    auto* kernel = fake_kernel::current();
    if (domain != AF_NETLINK || kernel == nullptr)
        return __real_socket(domain, type, protocol);
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_DGRAM | (type & ~SOCK_RAW), 0, ends) != 0)
        return -1;
    if (kernel->listening >= 0)
        ::close(kernel->listening);
    kernel->listening = ends[1];
    return ends[0];
}

int __wrap_bind(int file, const sockaddr* address, socklen_t size) {
    return address->sa_family == AF_NETLINK && fake_kernel::current() != nullptr
               ? 0
               : __real_bind(file, address, size);
}

int __wrap_setsockopt(int file, int level, int name, const void* value, socklen_t size) {
    return fake_kernel::current() != nullptr ? 0
                                             : __real_setsockopt(file, level, name, value, size);
}

ssize_t __wrap_recvmsg(int file, msghdr* message, int flags) {
    if (fake_kernel::current() == nullptr)
        return __real_recvmsg(file, message, flags);
    std::string datagram(65536, '\0');
    const ssize_t size = ::recv(file, datagram.data(), datagram.size(), flags);
    if (size < 0)
        return size;
    return banos::test::receive(
        message, std::string_view(datagram).substr(0, static_cast<std::size_t>(size)));
}
}

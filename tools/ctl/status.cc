// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "status.h"

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>

namespace banos::ctl {
namespace {

struct meaning {
    int number;
    status end;
    const char* sentence;
};

constexpr std::array opening{
    meaning{ENOENT, status::absent, "no banos.ko is loaded: /dev/banos is not there"},
    meaning{ENXIO, status::absent, "no banos.ko is loaded: nothing answers behind /dev/banos"},
    meaning{ENODEV, status::absent, "no banos.ko is loaded: nothing answers behind /dev/banos"},
    meaning{EACCES, status::permission, "only the superuser may use /dev/banos"},
    meaning{EPERM, status::permission, "only the superuser may use /dev/banos"},
};

constexpr std::array installing{
    meaning{ENOEXEC, status::image, "not a driver image that can be loaded"},
    meaning{EFBIG, status::image, "the image is larger than 16 MiB"},
    meaning{ENOENT, status::symbols, "it needs a symbol that nobody offers"},
    meaning{EOPNOTSUPP, status::symbols, "it needs a symbol that cannot work on this kernel"},
    meaning{EACCES, status::symbols, "it needs a symbol that is for GPL-compatible images only"},
    meaning{EPERM, status::permission, "not permitted: by a policy, or not the superuser"},
    meaning{EKEYREJECTED, status::permission, "this kernel takes signed images only"},
    meaning{EINVAL, status::parameter, "a parameter is unknown or its value is bad"},
    meaning{ENOPKG, status::version, "it needs a newer banos than this kernel's"},
    meaning{EEXIST, status::conflict, "it exports a name that another instance exports"},
    meaning{EAGAIN, status::busy, "banos.ko is still being loaded: try again"},
    meaning{ETXTBSY, status::file, "some program has the file open for writing"},
    meaning{EISDIR, status::file, "it is a directory"},
};

constexpr std::array uninstalling{
    meaning{ENOENT, status::instance, "there is no such instance"},
    meaning{EBUSY, status::busy, "it is in use"},
    meaning{ETIMEDOUT, status::busy, "detached, but calls into the driver still run: try again"},
    meaning{EALREADY, status::busy, "another uninstall of it is under way"},
};

constexpr std::array querying{
    meaning{ENOENT, status::instance, "there is no such instance (any more)"},
};

constexpr std::array always{
    meaning{EPERM, status::permission, "not permitted: by a policy, or not the superuser"},
    meaning{EACCES, status::permission, "not permitted"},
    meaning{ENOMEM, status::resources, "out of memory"},
    meaning{EMFILE, status::resources, "too many open files in this program"},
    meaning{ENFILE, status::resources, "too many open files in the system"},
    meaning{ENOTTY, status::version, "this kernel's banos does not know the command"},
    meaning{E2BIG, status::version, "this kernel's banos does not know all of the request"},
};

std::span<const meaning> meanings(request asked) {
    switch (asked) {
    case request::open:
        return opening;
    case request::install:
        return installing;
    case request::init:
        return {};
    case request::uninstall:
        return uninstalling;
    case request::query:
        return querying;
    }
    return {};
}

const meaning* find(std::span<const meaning> table, int number) {
    for (const auto& entry : table) {
        if (entry.number == number)
            return &entry;
    }
    return nullptr;
}

// The numbers of init() are the driver's own, and mean what it likes.
const meaning* find(request asked, int number) {
    if (asked == request::init)
        return nullptr;
    const meaning* found = find(meanings(asked), number);
    return found != nullptr ? found : find(always, number);
}

std::string system_sentence(int number) {
    std::string sentence = std::system_category().message(number);
    sentence[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(sentence[0])));
    return sentence;
}

} // namespace

status status_of(request asked, int number) {
    if (asked == request::init)
        return status::driver;
    const meaning* found = find(asked, number);
    return found != nullptr ? found->end : status::other;
}

failure refused(request asked, std::string subject, const error& why, std::string log) {
    std::string sentence(why.sentence());
    if (sentence.empty()) {
        const meaning* found = find(asked, why.number());
        sentence = found != nullptr ? found->sentence : system_sentence(why.number());
        if (asked == request::init)
            sentence = "the driver's init() failed: " + sentence;
    }
    return {status_of(asked, why.number()), std::move(subject), sentence, why.number(),
            std::move(log)};
}

failure file_failure(std::string path, int number) {
    return {status::file, std::move(path), system_sentence(number), number};
}

std::string number_name(int number) {
    if (const char* name = strerrorname_np(number))
        return name;
    return "errno " + std::to_string(number);
}

} // namespace banos::ctl

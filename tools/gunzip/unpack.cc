// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "unpack.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "descriptor.hpp"

namespace banos::gunzip {

namespace {

constexpr std::byte magic[] = {std::byte{0x1F}, std::byte{0x8B}};
constexpr std::size_t trailer_size = 8;

// The magic, or as much of it as there is data.
bool starts_as_gzip(std::span<const std::byte> data) {
    const std::size_t count = std::min(data.size(), sizeof magic);
    return std::ranges::equal(data.first(count), std::span(magic).first(count));
}

// In gzip's words, where it has some.
std::string in_words(inflate::fault problem) {
    using enum inflate::fault;
    switch (problem) {
    case truncated:
        return "unexpected end of file";
    case header_check:
        return "not in gzip format";
    case data_checksum:
        return "invalid compressed data--crc error";
    case data_length:
        return "invalid compressed data--length error";
    case compression_method:
    case header_flags:
        return std::string(inflate::describe(problem)) + " -- not supported";
    case header_checksum:
        return std::string(inflate::describe(problem));
    default:
        return "invalid compressed data--format violated";
    }
}

void complain(unpacked& done, std::string words) {
    done.verdict = verdict::bad;
    done.complaint = std::move(words);
}

} // namespace

std::string first_header::name() const {
    if (!fields.has_name || fields.name_size > name_.size())
        return {};
    return {reinterpret_cast<const char*>(name_.data()), fields.name_size};
}

unpacked unpacker::unpack(int to, bool copy_others, first_header& header, progress& seen) {
    unpacked done;
    decoder_.reset({.format = inflate::format::gzip,
                    .members = inflate::members::one,
                    .history_in_place = true});
    decoder_.collect_header(&header.fields);
    position_ = history;
    const bool is_gzip = is_member(copy_others);
    if (!is_gzip && !copy_others)
        complain(done, "not in gzip format");
    for (bool more = is_gzip; more && unpack_member(done, to, seen);) {
        more = is_member(copy_others);
        if (more)
            decoder_.next_member();
        else if (!copy_others && !input.data().empty())
            skip_trailing(done);
    }
    if (copy_others && done.verdict == verdict::good)
        copy(done, to);
    if (input.problem() != 0)
        complain(done, std::strerror(input.problem()));
    done.compressed = input.position();
    return done;
}

// True: it is complete and good.
bool unpacker::unpack_member(unpacked& done, int to, progress& seen) {
    const std::uint64_t start = input.position();
    std::uint64_t header_end = start;
    decoder_.stop_at(inflate::stop::block);
    for (;;) {
        const auto data = input.data();
        const auto output = std::span(buffer_).subspan(position_);
        const auto [consumed, produced, status] = decoder_.decode(data, output, input.ended());
        input.consume(consumed);
        if (status == inflate::status::stopped) {
            header_end = input.position();
            decoder_.stop_at(inflate::stop::never);
        }
        done.length += produced;
        seen.update(input.position(), done.length);
        if (to >= 0 && !write_all(to, output.first(produced))) {
            done.verdict = verdict::cannot_write;
            return false;
        }
        keep_history(produced);
        if (status == inflate::status::done)
            break;
        if (status == inflate::status::failed) {
            complain(done, in_words(decoder_.problem()));
            return false;
        }
    }
    done.checksum = decoder_.checksum();
    done.overhead = header_end - start + trailer_size;
    return true;
}

// Whether a member comes next. A first half of the magic is a member that is cut off,
// except to those who take anything; so is nothing at all, but only at the start.
bool unpacker::is_member(bool copy_others) {
    const auto next = input.at_least(sizeof magic);
    if (next.size() < sizeof magic && (copy_others || (next.empty() && input.position() != 0)))
        return false;
    return starts_as_gzip(next);
}

// Consumes what follows the last member and is none.
void unpacker::skip_trailing(unpacked& done) {
    done.verdict = verdict::trailing_zeros;
    for (auto rest = input.data(); !rest.empty(); rest = input.data()) {
        if (!std::ranges::all_of(rest, [](std::byte byte) { return byte == std::byte{0}; }))
            done.verdict = verdict::trailing_garbage;
        input.consume(rest.size());
    }
}

void unpacker::copy(unpacked& done, int to) {
    for (auto data = input.data(); !data.empty(); data = input.data()) {
        if (to >= 0 && !write_all(to, data)) {
            done.verdict = verdict::cannot_write;
            return;
        }
        done.length += data.size();
        input.consume(data.size());
    }
}

// Goes on behind what was produced, or, near the end of the buffer, starts anew
// behind a copy of the history.
void unpacker::keep_history(std::size_t produced) noexcept {
    position_ += produced;
    if (buffer_.size() - position_ >= piece / 2)
        return;
    std::memmove(buffer_.data(), buffer_.data() + position_ - history, history);
    position_ = history;
}

} // namespace banos::gunzip

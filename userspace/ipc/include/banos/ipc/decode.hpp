// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Bytes to packets, as docs/wire.md has them. Since 0.9.
//
//     banos::result<rename_window> rename = banos::ipc::decode<rename_window>(bytes);
//     if (!rename)
//         return rename.error();        // banos::ipc::fault lists what there is
//
// The bytes may be anybody's: whatever they are, a value or an error comes of it, and no
// more memory is asked for than 64 times their number. They have to begin at a multiple of 8
// in memory, as a stream gives them. Nothing here blocks or throws; it may be called by any
// thread.
#ifndef BANOS_IPC_DECODE_HPP
#define BANOS_IPC_DECODE_HPP

#include <banos/ipc/fault.hpp>
#include <banos/ipc/packet.hpp>
#include <banos/result.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <utility>

namespace banos::ipc {

namespace detail {

inline bool is_aligned(std::span<const std::byte> bytes) noexcept {
    return reinterpret_cast<std::uintptr_t>(bytes.data()) % packet_alignment == 0;
}

// Where the next field begins, and what is left.
class byte_reader {
  public:
    explicit byte_reader(std::span<const std::byte> packet) noexcept : packet_(packet) {}

    void align(std::size_t alignment) noexcept { offset_ = align_up(offset_, alignment); }

    // False behind the packet's end, too, where align() may have gone. The size is far from
    // what would make the sum overflow: it is of a type, or of 2^32 elements.
    [[nodiscard]] bool has(std::uint64_t size) const noexcept {
        return offset_ + size <= packet_.size();
    }
    [[nodiscard]] bool at_end() const noexcept { return offset_ >= packet_.size(); }

    // The next bytes, which has() said are there.
    const std::byte* take(std::size_t size) noexcept {
        return packet_.data() + std::exchange(offset_, offset_ + size);
    }

  private:
    std::span<const std::byte> packet_;
    std::size_t offset_ = sizeof(packet_header);
};

template<typename T>
fault get(byte_reader& in, T& value);

// What is one field goes inline wherever it is read, so that the reader is in registers.
template<typename T>
[[gnu::always_inline]] inline fault get_flat(byte_reader& in, T& value) noexcept {
    in.align(layout_of<T>.alignment);
    if (!in.has(sizeof(T)))
        return fault::truncated;
    std::memcpy(&value, in.take(sizeof(T)), sizeof(T));
    return fault::none;
}

inline fault get_flag(byte_reader& in, bool& value) noexcept {
    std::uint8_t flag = 0;
    if (const fault problem = get_flat(in, flag); problem != fault::none)
        return problem;
    value = flag == 1;
    return flag <= 1 ? fault::none : fault::flag;
}

template<typename T>
fault get_enumeration(byte_reader& in, T& value) noexcept {
    std::underlying_type_t<T> number{};
    if (const fault problem = get_flat(in, number); problem != fault::none)
        return problem;
    if (!is_valid(static_cast<T>(number)))
        return fault::enumeration;
    value = static_cast<T>(number);
    return fault::none;
}

// A count of elements that have `least` bytes each, and are there.
[[gnu::always_inline]] inline fault get_count(byte_reader& in, std::uint64_t least,
                                              std::uint32_t& count) noexcept {
    if (const fault problem = get_flat(in, count); problem != fault::none)
        return problem;
    return in.has(count * least) ? fault::none : fault::count;
}

inline void set_string(std::string_view& text, std::string_view to) noexcept {
    text = to;
}

// What assign() does, in less time for one that was as long or longer.
inline void set_string(std::string& text, std::string_view to) {
    if (to.size() > text.size()) {
        text.assign(to);
    } else {
        text.resize(to.size());
        std::memcpy(text.data(), to.data(), to.size());
    }
}

template<typename T>
[[gnu::always_inline]] inline fault get_string(byte_reader& in, T& text) {
    std::uint32_t length = 0;
    if (const fault problem = get_count(in, 1, length); problem != fault::none)
        return problem;
    set_string(text, {reinterpret_cast<const char*>(in.take(length)), length});
    return fault::none;
}

template<typename one>
void set_elements(std::span<const one>& values, std::span<const one> to) noexcept {
    values = to;
}

// What assign() does, in less time for one that had as many or more.
template<typename one, typename allocator>
[[gnu::always_inline]] inline void set_elements(std::vector<one, allocator>& values,
                                                std::span<const one> to) {
    if (to.size() > values.size()) {
        values.assign(to.begin(), to.end());
    } else {
        values.resize(to.size());
        if (!to.empty()) // memcpy() takes no null pointer
            std::memcpy(values.data(), to.data(), to.size_bytes());
    }
}

// Of elements that lie there as in memory: a packet begins at a multiple of 8.
template<typename T>
[[gnu::always_inline]] inline fault get_flat_vector(byte_reader& in, T& values, std::size_t count) {
    using one = element_of<T>;
    if constexpr (layout_of<one>.alignment >
                  sizeof(std::uint32_t)) { // else has get_count() seen it
        if (count != 0)
            in.align(layout_of<one>.alignment);
        if (!in.has(count * sizeof(one)))
            return fault::count;
    }
    const auto* first = reinterpret_cast<const one*>(in.take(count * sizeof(one)));
    set_elements(values, std::span(first, count));
    return fault::none;
}

template<typename T>
fault get_elements(byte_reader& in, T& values) {
    for (auto& value : values)
        if (const fault problem = get(in, value); problem != fault::none)
            return problem;
    return fault::none;
}

template<typename T>
[[gnu::always_inline]] inline fault get_vector(byte_reader& in, T& values) {
    using one = element_of<T>;
    static_assert(bounded_element<one>,
                  "elements of vectors are not empty, nor 64 times as large as on the wire");
    static_assert(is_flat<one> || !is_span<T>,
                  "elements of a span are on the wire as in memory; others need a vector");
    std::uint32_t count = 0;
    if (const fault problem = get_count(in, layout_of<one>.least, count); problem != fault::none)
        return problem;
    if constexpr (is_flat<one>) {
        return get_flat_vector(in, values, count);
    } else {
        values.resize(count);
        return get_elements(in, values);
    }
}

template<typename T>
fault get_optional(byte_reader& in, std::optional<T>& value) {
    bool there = false;
    value.reset();
    if (const fault problem = get_flag(in, there); problem != fault::none || !there)
        return problem;
    return get(in, value.emplace());
}

template<std::size_t index = 0, typename... alternatives>
fault get_alternative(byte_reader& in, std::variant<alternatives...>& value, std::size_t wanted) {
    if constexpr (index == sizeof...(alternatives)) {
        return fault::alternative;
    } else {
        if (wanted == index)
            return get(in, value.template emplace<index>());
        return get_alternative<index + 1>(in, value, wanted);
    }
}

template<typename T>
fault get_variant(byte_reader& in, T& value) {
    std::uint8_t index = 0;
    if (const fault problem = get_flat(in, index); problem != fault::none)
        return problem;
    return get_alternative(in, value, index);
}

template<typename T>
fault get_structure(byte_reader& in, T& value) {
    in.align(layout_of<T>.alignment);
    return with_fields(value, [&in](auto&... fields) {
        (void)in; // of an empty structure
        fault problem = fault::none;
        (void)(true && ... && ((problem = get(in, fields)) == fault::none));
        return problem;
    });
}

template<typename T>
[[gnu::always_inline]] inline fault get(byte_reader& in, T& value) {
    constexpr kind what = kind_of<T>;
    if constexpr (is_flat<T>)
        return get_flat(in, value);
    else if constexpr (what == kind::boolean)
        return get_flag(in, value);
    else if constexpr (what == kind::enumeration)
        return get_enumeration(in, value);
    else if constexpr (what == kind::string)
        return get_string(in, value);
    else if constexpr (what == kind::vector)
        return get_vector(in, value);
    else if constexpr (what == kind::array)
        return get_elements(in, value);
    else if constexpr (what == kind::optional)
        return get_optional(in, value);
    else if constexpr (what == kind::variant)
        return get_variant(in, value);
    else
        return get_structure(in, value);
}

// A field of the packet itself, which its sender may not know.
template<typename T>
[[gnu::always_inline]] inline fault get_if_there(byte_reader& in, T& value) {
    in.align(layout_of<T>.alignment);
    return in.at_end() ? fault::none : get(in, value);
}

template<typename T>
[[gnu::always_inline]] inline fault get_body(std::span<const std::byte> bytes, T& value) {
    return with_fields(
        value, [bytes](auto&... fields) __attribute__((always_inline)) {
            byte_reader in(bytes);
            fault problem = fault::none;
            (void)(true && ... && ((problem = get_if_there(in, fields)) == fault::none));
            return problem;
        });
}

// A packet whose body is one copy, by a sender that knows as many fields: the usual case.
template<typename T>
inline bool get_flat_packet(std::span<const std::byte> bytes, T& value) noexcept {
    constexpr std::size_t size = sizeof(packet_header) + sizeof(T);
    packet_header header;
    if (bytes.size() != size || !is_aligned(bytes)) [[unlikely]]
        return false;
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.size != size || header.type != T::packet_type) [[unlikely]]
        return false;
    std::memcpy(&value, bytes.data() + sizeof(header), sizeof(T));
    return true;
}

// Of bytes that are one whole packet.
inline fault check_header(std::span<const std::byte> bytes, packet_header& header) noexcept {
    if (!is_aligned(bytes))
        return fault::misaligned;
    if (bytes.size() < sizeof(header))
        return fault::truncated;
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.size > largest_packet_bytes)
        return fault::too_large;
    return header.size == bytes.size() ? fault::none : fault::wrong_size;
}

// Out of line, once for each type; what is before it and after it is small.
template<typename T>
[[gnu::noinline]] fault get_packet(std::span<const std::byte> bytes, T& value) noexcept {
    packet_header header{};
    if (const fault problem = check_header(bytes, header); problem != fault::none)
        return problem;
    if (header.type != T::packet_type)
        return fault::wrong_type;
    try {
        return get_body(bytes, value);
    } catch (const std::bad_alloc&) {
        return fault::no_memory;
    }
}

} // namespace detail

// Reads one packet, header and all, into a value that is there; so the memory of its strings
// and vectors is used again. Fields that the packet ends before keep what they are: begin
// with T() for their defaults. After an error the value is any.
template<packet T>
inline result<void> decode_into(std::span<const std::byte> bytes, T& value) noexcept {
    if constexpr (detail::is_flat<T>)
        if (detail::get_flat_packet(bytes, value))
            return {};
    const fault problem = detail::get_packet(bytes, value);
    if (problem != fault::none) [[unlikely]]
        return error_of(problem);
    return {};
}

// The same for a new value. What it has of views looks into `bytes`.
template<packet T>
inline result<T> decode(std::span<const std::byte> bytes) noexcept {
    result<T> decoded(T{});
    if (auto done = decode_into(bytes, *decoded); !done)
        return std::move(done).error();
    return decoded;
}

} // namespace banos::ipc

#endif

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Packets to bytes, as docs/wire.md has them. Since 0.9. Nothing here allocates, blocks or
// throws; it may be called by any thread.
//
//     std::size_t size = banos::ipc::encoded_size(rename);
//     if (size <= banos::ipc::largest_packet_bytes)
//         banos::ipc::encode(rename, buffer.first(size));
#ifndef BANOS_IPC_ENCODE_HPP
#define BANOS_IPC_ENCODE_HPP

#include <banos/ipc/packet.hpp>

#include <cassert>
#include <cstddef>
#include <cstring>
#include <span>

namespace banos::ipc {

namespace detail {

// Two sinks that go the same way: what one counts, the other writes.
class size_counter {
  public:
    void align(std::size_t alignment) noexcept { offset_ = align_up(offset_, alignment); }
    void append(const void* /*bytes*/, std::size_t size) noexcept { offset_ += size; }

    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

  private:
    std::size_t offset_ = sizeof(packet_header);
};

class byte_writer {
  public:
    explicit byte_writer(std::byte* packet) noexcept : packet_(packet) {}

    void align(std::size_t alignment) noexcept {
        for (const std::size_t aligned = align_up(offset_, alignment); offset_ < aligned; offset_++)
            packet_[offset_] = std::byte{0};
    }
    void append(const void* bytes, std::size_t size) noexcept {
        if (size != 0) // memcpy() takes no null pointer
            std::memcpy(packet_ + offset_, bytes, size);
        offset_ += size;
    }

  private:
    std::byte* packet_;
    std::size_t offset_ = sizeof(packet_header);
};

// All of this goes inline, so that the sink is in registers; put_body() is where it ends.
template<typename sink, typename T>
[[gnu::always_inline]] inline void put(sink& out, const T& value) noexcept;

template<typename sink>
[[gnu::always_inline]] inline void put_number(sink& out, auto value) noexcept {
    out.align(sizeof(value));
    out.append(&value, sizeof(value));
}

// What is before them ends at a multiple of `aligned`.
template<std::size_t aligned, typename sink, typename T>
[[gnu::always_inline]] inline void put_elements(sink& out, const T& values) noexcept {
    if constexpr (is_flat<element_of<T>>) {
        if (values.empty())
            return;
        if constexpr (layout_of<element_of<T>>.alignment > aligned)
            out.align(layout_of<element_of<T>>.alignment);
        out.append(values.data(), values.size() * sizeof(element_of<T>));
    } else {
        for (const auto& value : values)
            put(out, value);
    }
}

template<typename sink, typename T>
[[gnu::always_inline]] inline void put_vector(sink& out, const T& values) noexcept {
    static_assert(bounded_element<element_of<T>>,
                  "elements of vectors are not empty, nor 64 times as large as on the wire");
    put_number(out, static_cast<std::uint32_t>(values.size()));
    put_elements<sizeof(std::uint32_t)>(out, values);
}

template<typename sink>
[[gnu::always_inline]] inline void put_string(sink& out, std::string_view text) noexcept {
    put_number(out, static_cast<std::uint32_t>(text.size()));
    out.append(text.data(), text.size());
}

template<typename sink, typename T>
[[gnu::always_inline]] inline void put_optional(sink& out, const std::optional<T>& value) noexcept {
    put_number(out, static_cast<std::uint8_t>(value.has_value()));
    if (value)
        put(out, *value);
}

// A variant that lost its value to an exception has none to send: a mistake of the program.
template<typename sink, typename... alternatives>
[[gnu::always_inline]] inline void
put_variant(sink& out, const std::variant<alternatives...>& value) noexcept {
    assert(!value.valueless_by_exception());
    put_number(out, static_cast<std::uint8_t>(value.index()));
    std::visit([&out](const auto& held) { put(out, held); }, value);
}

template<typename sink, typename T>
[[gnu::always_inline]] inline void put_fields(sink& out, const T& value) noexcept {
    with_fields(
        value, [&out](const auto&... fields)
                   __attribute__((always_inline)) { (put(out, fields), ...); });
}

template<typename sink, typename T>
[[gnu::always_inline]] inline void put(sink& out, const T& value) noexcept {
    constexpr kind what = kind_of<T>;
    if constexpr (what == kind::string) {
        put_string(out, value);
    } else if constexpr (what == kind::vector) {
        put_vector(out, value);
    } else if constexpr (what == kind::array) {
        put_elements<1>(out, value);
    } else if constexpr (what == kind::optional) {
        put_optional(out, value);
    } else if constexpr (what == kind::variant) {
        put_variant(out, value);
    } else if constexpr (what == kind::structure) {
        out.align(layout_of<T>.alignment);
        if constexpr (is_flat<T>)
            out.append(&value, sizeof(T));
        else
            put_fields(out, value);
    } else {
        put_number(out, value);
    }
}

template<typename T>
[[gnu::noinline]] void put_body(std::byte* packet, const T& value) noexcept {
    byte_writer writer(packet);
    put(writer, value);
}

} // namespace detail

// Bytes of a packet with its header, without the padding behind it. May be more than
// largest_packet_bytes: such a packet cannot be encoded.
template<packet T>
[[nodiscard]] inline std::size_t encoded_size(const T& value) noexcept {
    detail::size_counter counter;
    detail::put(counter, value);
    return counter.offset();
}

// Writes the packet into exactly as many bytes as encoded_size() says; they need no
// alignment. `descriptors`: how many the packet bears.
template<packet T>
inline void encode(const T& value, std::span<std::byte> into,
                   std::size_t descriptors = 0) noexcept {
    assert(into.size() == encoded_size(value) && into.size() <= largest_packet_bytes);
    const packet_header header = {.size = static_cast<std::uint32_t>(into.size()),
                                  .type = T::packet_type,
                                  .descriptors = static_cast<std::uint16_t>(descriptors)};
    std::memcpy(into.data(), &header, sizeof(header));
    if constexpr (detail::is_flat<T>)
        std::memcpy(into.data() + sizeof(header), &value, sizeof(value));
    else
        detail::put_body(into.data(), value);
}

} // namespace banos::ipc

#endif

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos::deflate: compresses to DEFLATE (RFC 1951), bare or within zlib (RFC
// 1950) or gzip (RFC 1952), as a stream or a whole buffer at once.
//
//     auto encoder = std::make_unique<banos::deflate::encoder>(options);
//     for (bool last = false; !last;) {
//         std::span<const std::byte> input = read_more(last);
//         for (;;) {
//             auto [consumed, produced, status] = encoder->encode(
//                 input, piece, last ? banos::deflate::flush::finish :
//                 banos::deflate::flush::none);
//             input = input.subspan(consumed);
//             write(piece.first(produced));
//             if (status != banos::deflate::status::needs_output)
//                 break;
//         }
//     }
//
// All of it is since 0.9. Only compress() allocates; nothing here blocks or
// throws. An encoder is used by one thread at a time, different encoders by any.
// Link with banos-deflate (CMake: banos::deflate).
#ifndef BANOS_DEFLATE_HPP
#define BANOS_DEFLATE_HPP

#include <banos/detail/deflate_state.hpp>
#include <banos/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace banos::deflate {

// What encode() consumed and produced, in bytes, and how the encoder stands.
struct progress {
    std::size_t consumed;
    std::size_t produced;
    deflate::status status;
};

// A compressor of bounded memory: all of it, about 352 KiB, is in the object, so
// it belongs on the heap or in static storage. A copy goes on from where the
// original stood, independently of it.
class encoder {
  public:
    explicit encoder(const options& wanted = {}) noexcept;

    // Starts a new stream, with the same options or with new ones.
    void reset() noexcept;
    void reset(const options& wanted) noexcept;

    // Encodes on, from the start of input into the start of output. The same
    // input and the same flushes give the same stream, however both are cut.
    //
    // While the status is needs_output, what was not consumed has to be given
    // again with the same flush. Once it is done, further calls consume and
    // produce nothing until reset(). Input and output must not overlap; both may
    // be empty, and a null pointer then. Bytes of output beyond produced may be
    // scribbled on, up to its end.
    progress encode(std::span<const std::byte> input, std::span<std::byte> output,
                    flush wanted) noexcept;

    // Bytes since the last reset().
    [[nodiscard]] std::uint64_t total_in() const noexcept { return state_.total_in; }
    [[nodiscard]] std::uint64_t total_out() const noexcept { return state_.total_out; }

  private:
    detail::state state_;
};

// No stream that is made of `size` bytes without flushes is longer than this.
[[nodiscard]] std::size_t bound(std::size_t size, format wrapping) noexcept;

// Compresses all of input into output, and answers the length of the stream.
// ENOSPC: output is too small, which cannot be if it has bound() bytes; ENOMEM:
// there is no memory for an encoder. Safe in any thread.
[[nodiscard]] result<std::size_t> compress(std::span<const std::byte> input,
                                           std::span<std::byte> output,
                                           const options& wanted = {}) noexcept;

} // namespace banos::deflate

#endif

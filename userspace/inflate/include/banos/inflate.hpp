// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// banos::inflate: decompresses DEFLATE (RFC 1951), bare or within zlib (RFC
// 1950) or gzip (RFC 1952), as a stream or a whole buffer at once.
//
//     banos::inflate::decoder decoder({.format = banos::inflate::format::gzip});
//     for (bool last = false; !last;) {
//         std::span<const std::byte> input = read_more(last);
//         for (;;) {
//             auto [consumed, produced, status] = decoder.decode(input, piece, last);
//             input = input.subspan(consumed);
//             write(piece.first(produced));
//             if (status == banos::inflate::status::needs_output)
//                 continue;
//             if (status == banos::inflate::status::done)
//                 return;
//             if (status == banos::inflate::status::failed)
//                 throw complaint(describe(decoder.problem()), decoder.problem_bit());
//             break;
//         }
//     }
//
// With all of the input and enough room at hand, decode_whole() is faster.
//
// All of it is since 0.9. Nothing here allocates, blocks or throws. A decoder is
// used by one thread at a time, different decoders by any; none may be used by a
// signal handler that interrupts a call on it. A decoder uses the instructions that
// <banos/instruction_set.hpp> allowed when it was made. Link with banos-inflate
// (CMake: banos::inflate).
#ifndef BANOS_INFLATE_HPP
#define BANOS_INFLATE_HPP

#include <banos/detail/inflate_state.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace banos::inflate {

// What decode() consumed and produced, in bytes, and how the decoder stands.
struct progress {
    std::size_t consumed;
    std::size_t produced;
    inflate::status status;
};

// A decoder is a value without pointers to itself: a copy goes on from where the
// original stood, independently of it. It takes about 80 KiB, so it is better a
// member or a static than on the stack of a small thread.
class decoder {
  public:
    explicit decoder(const options& wanted = {}) noexcept;

    // Starts a new stream, with the same options or with new ones. Forgets the
    // history, a dictionary, a header's collector and the totals. Cheap: tables
    // and window are not cleared.
    void reset() noexcept;
    void reset(const options& wanted) noexcept;

    // Decodes on, from the start of input into the start of output, until one of
    // them ends or the status is decided by something else.
    //
    // last: nothing comes after this input. An input that then ends early is the
    // fault `truncated`; without last the status is needs_input. While the status
    // is needs_output, what was not consumed has to be given again with the same
    // last.
    //
    // The same stream gives the same bytes, the same faults and the same sums of
    // consumed and produced, however input and output are cut, to empty pieces.
    // All bytes that come before a fault are delivered first.
    //
    // consumed is exact at done, stopped and needs_dictionary: the byte after it
    // is the first that does not belong to what was decoded. With needs_input all
    // of the input is consumed.
    //
    // Bytes of output beyond produced, up to its end, may be scribbled on; bytes
    // outside of output never. Input and output must not overlap. Both may be
    // empty, and a null pointer then.
    //
    // After done and failed, further calls consume and produce nothing and answer
    // the same, until reset() or next_member().
    progress decode(std::span<const std::byte> input, std::span<std::byte> output,
                    bool last) noexcept;

    // Starts anew, and decodes a whole stream from one buffer to one. As reset()
    // and decode(input, output, true), except that no history is kept: after
    // needs_output the stream cannot be gone on with, only be begun anew with
    // more room; produced bytes are right nevertheless. Never answers needs_input.
    progress decode_whole(std::span<const std::byte> input, std::span<std::byte> output) noexcept;

    // What went wrong, and where: the first bit of what is wrong, counted from the
    // start of the stream (bit n is bit n % 8, from the least significant, of byte
    // n / 8). For `truncated` it is the number of bits that there were; for a
    // wrong checksum or length, the start of that field; for code lengths that make
    // no code, the end of the lengths. fault::none unless the status is failed.
    [[nodiscard]] fault problem() const noexcept { return state_.problem; }
    [[nodiscard]] std::uint64_t problem_bit() const noexcept { return state_.problem_bit; }

    // --- gzip ---------------------------------------------------------------

    // Where to put the header of the next member whose header has not begun;
    // nullptr: nowhere. *into and its buffers must outlive that header. Resets
    // the fields that the decoder fills.
    void collect_header(gzip_header* into) noexcept;

    // After done with members::one and gzip data: makes the next member the one to
    // decode. Totals and bit positions go on counting; history and checksum start
    // anew.
    void next_member() noexcept;

    // --- dictionaries -------------------------------------------------------

    // Gives the preset dictionary. For zlib data, when the status is
    // needs_dictionary: its Adler-32 must be dictionary_id(), else the answer is
    // false and nothing has changed. For raw data at any time, in particular before
    // the first byte: it acts as if it had been decoded last, but counts as no
    // output. Else the answer is false.
    // Of more than 32 KiB the last 32 KiB are used. The bytes are copied, but with
    // history_in_place, where they must precede the output.
    [[nodiscard]] bool set_dictionary(std::span<const std::byte> dictionary) noexcept;

    // The Adler-32 of the dictionary that zlib data ask for; 0 if they do not.
    [[nodiscard]] std::uint32_t dictionary_id() const noexcept { return state_.dictionary_id; }

    // --- stops --------------------------------------------------------------

    // From now on decode() answers `stopped` there, once each; stop::never at the
    // start. May be called before any call of decode().
    void stop_at(stop where) noexcept { state_.stop_where = where; }

    // --- what has been decoded ----------------------------------------------

    // Bytes since the last reset(), of all members together; total_in() includes
    // bytes of which only some bits are used up: see held_bits().
    [[nodiscard]] std::uint64_t total_in() const noexcept { return state_.total_in; }
    [[nodiscard]] std::uint64_t total_out() const noexcept { return state_.total_out; }

    // Of the output of this member so far: CRC-32 for gzip, Adler-32 for zlib.
    // With raw data or without verification: the initial value.
    [[nodiscard]] std::uint32_t checksum() const noexcept { return state_.checksum; }

    // The format in use: detect until the first bytes have decided.
    [[nodiscard]] inflate::format format() const noexcept { return state_.actual; }

    // What decode() goes on with.
    [[nodiscard]] inflate::place place() const noexcept { return state_.public_place(); }

    // The block that is being decoded, or was decoded last, is the final one.
    [[nodiscard]] bool in_final_block() const noexcept { return state_.final_block; }

    // Bits that are consumed as part of bytes but not used yet (0 to 7 at block
    // boundaries), and their value, the next one lowest.
    [[nodiscard]] unsigned held_bits() const noexcept { return state_.held; }
    [[nodiscard]] std::uint64_t held_value() const noexcept { return state_.hold; }

    // The match that the end of an output cut in two: its length, and how much of
    // it is still to come. Both 0 if none was.
    [[nodiscard]] unsigned cut_match_length() const noexcept { return state_.match_length; }
    [[nodiscard]] unsigned cut_match_rest() const noexcept { return state_.match_rest; }

    // Bytes of the stored block that are still to come.
    [[nodiscard]] unsigned stored_rest() const noexcept { return state_.stored_rest; }

    // The next byte begins the length of a stored block, none of which was read: where a
    // flush marker is that is sent without its last four bytes.
    [[nodiscard]] bool at_stored_length() const noexcept {
        return state_.next == detail::step::stored_length && state_.held == 0;
    }

    // Copies the last bytes that were decoded (or given as a dictionary), at most
    // 32 KiB and at most to.size(), the newest last. Answers their number. After
    // decode_whole(), and with history_in_place, there are none. After done there
    // are none unless keep_history_at_end was asked for.
    std::size_t history(std::span<std::byte> to) const noexcept;
    [[nodiscard]] std::size_t history_size() const noexcept;

    // --- raw control, for libraries with another face -----------------------

    // Puts 0 to 16 bits before the next input bits, lowest first. False if there
    // is no room: 32 bits can be held. Only at header or block boundaries.
    [[nodiscard]] bool prime(unsigned bits, std::uint32_t value) noexcept;

    // Drops all held bits.
    void drop_held_bits() noexcept;

    // Goes on with a block header at the next whole byte, whatever came before,
    // a fault included: for those who found a flush marker (00 00 FF FF) behind
    // damage. Totals stay, history and held bits are forgotten. Checksum and length
    // are read but not verified any more; if the header has not been read
    // completely, the data are taken as raw.
    void resume_at_block() noexcept;

    // Limits distances to 2^bits from the next block on, 8 to 15.
    void set_window_bits(unsigned bits) noexcept { state_.window_bits = bits; }

    // Turns verification of checksums and lengths on or off from now on. If it was
    // off for some output of the member, it must stay off until its end.
    void verify(bool on) noexcept { state_.verifying = on; }

  private:
    detail::state state_;
};

static_assert(sizeof(decoder) <= 128 * 1024);

// A sentence without full stop, in English, for a person: static storage.
[[nodiscard]] std::string_view describe(fault problem) noexcept;

} // namespace banos::inflate

#endif

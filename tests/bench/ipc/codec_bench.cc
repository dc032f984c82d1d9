// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Encoding and decoding, against memcpy() of as many bytes. All contenders are functions that
// are not inlined, and write into memory that is there.
#include "messages.hpp"
#include "report.hpp"

#include "messages.capnp.h"
#include "messages_generated.h"

#include <banos/ipc/decode.hpp>
#include <banos/ipc/encode.hpp>

#include <capnp/message.h>
#include <capnp/serialize.h>
#ifdef BENCH_ZPP_BITS
#include <zpp_bits.h>
#endif

#include <array>
#include <cstdlib>
#include <cstring>

namespace bench {
namespace {

std::span<std::byte> all_of(buffer& memory) {
    return memory.bytes;
}

void require(bool good) {
    if (!good)
        std::abort();
}

// All contenders use the same memory.
buffer& output() {
    static buffer memory;
    return memory;
}
buffer& input() {
    static buffer memory;
    return memory;
}

// A contender encodes a message into a buffer and answers the size, and decodes so many bytes
// into a message. This one copies as many bytes as banos makes of the message.
struct by_memcpy {
    [[gnu::noinline]] static std::size_t encode(const placed& /*message*/, buffer& into) {
        std::memcpy(into.bytes.data(), message_bytes(), 24);
        return 24;
    }
    [[gnu::noinline]] static std::size_t encode(const named& message, buffer& into) {
        const std::size_t size = 8 + 4 + message.title.size() + 4 + 4 * message.values.size();
        std::memcpy(into.bytes.data(), message_bytes(), size);
        return size;
    }
    [[gnu::noinline]] static void decode(buffer& from, std::size_t /*size*/, placed& /*message*/) {
        std::memcpy(message_bytes(), from.bytes.data(), 24);
    }
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, named& /*message*/) {
        std::memcpy(message_bytes(), from.bytes.data(), size);
    }

  private:
    static std::byte* message_bytes() {
        static buffer memory;
        return memory.bytes.data() + place_of_messages;
    }
};

struct by_banos {
    template<typename T>
    [[gnu::noinline]] static std::size_t encode(const T& message, buffer& into) {
        const std::size_t size = banos::ipc::encoded_size(message);
        if (size > banos::ipc::largest_packet_bytes)
            return 0;
        banos::ipc::encode(message, all_of(into).first(size));
        return size;
    }
    template<typename T>
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, T& message) {
        require(banos::ipc::decode_into(all_of(from).first(size), message).has_value());
    }
};

// Looks at what others copy.
struct by_banos_view : by_banos {
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, named& /*message*/) {
        auto view = banos::ipc::decode<named_view>(all_of(from).first(size));
        require(view && view->values[1] == 2);
        benchmark::DoNotOptimize(view->values.data());
    }
};

#ifdef BENCH_ZPP_BITS
struct by_zpp_bits {
    template<typename T>
    [[gnu::noinline]] static std::size_t encode(const T& message, buffer& into) {
        zpp::bits::out out(all_of(into));
        require(zpp::bits::success(out(message)));
        return out.position();
    }
    template<typename T>
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, T& message) {
        zpp::bits::in in(all_of(from).first(size));
        require(zpp::bits::success(in(message)));
    }
};

// As packets need it: behind a size and a type, which are looked at before the rest is read.
struct by_zpp_bits_with_header {
    template<typename T>
    [[gnu::noinline]] static std::size_t encode(const T& message, buffer& into) {
        zpp::bits::out out(all_of(into));
        require(zpp::bits::success(out(header{0, T::packet_type}, message)));
        const header first = {static_cast<std::uint32_t>(out.position()), T::packet_type};
        std::memcpy(into.bytes.data(), &first, sizeof(first));
        return out.position();
    }
    template<typename T>
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, T& message) {
        zpp::bits::in in(all_of(from).first(size));
        header first{};
        require(zpp::bits::success(in(first)) && first.size == size &&
                first.type == T::packet_type);
        require(zpp::bits::success(in(message)));
    }

  private:
    struct header {
        std::uint32_t size;
        std::uint32_t type;
    };
};
#endif

// The builder keeps its memory; what it built is left in it.
struct by_flatbuffers {
    [[gnu::noinline]] static std::size_t encode(const placed& message, buffer& /*into*/) {
        builder().Clear();
        const flat::rect place(message.x, message.y, message.width, message.height);
        builder().Finish(flat::Createplaced(builder(), &place));
        return builder().GetSize();
    }
    [[gnu::noinline]] static std::size_t encode(const named& message, buffer& /*into*/) {
        builder().Clear();
        const auto title = builder().CreateString(message.title);
        const auto values = builder().CreateVector(message.values.data(), message.values.size());
        builder().Finish(flat::Createnamed(builder(), title, values));
        return builder().GetSize();
    }
    static void copy_encoded(buffer& into) {
        std::memcpy(into.bytes.data(), builder().GetBufferPointer(), builder().GetSize());
    }
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, placed& message) {
        const flat::rect& place = *verified<flat::placed>(from, size).place();
        message = {place.x(), place.y(), place.width(), place.height()};
    }
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, named& message) {
        const auto& root = verified<flat::named>(from, size);
        message.title.assign(root.title()->c_str(), root.title()->size());
        message.values.assign(root.values()->data(), root.values()->data() + root.values()->size());
    }

  private:
    template<typename T>
    static const T& verified(buffer& from, std::size_t size) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(from.bytes.data());
        flatbuffers::Verifier verifier(bytes, size);
        require(verifier.VerifyBuffer<T>(nullptr));
        return *flatbuffers::GetRoot<T>(bytes);
    }
    static flatbuffers::FlatBufferBuilder& builder() {
        static flatbuffers::FlatBufferBuilder made(80 * 1024);
        return made;
    }
};

// Builds in memory that is there, and writes it as one piece.
struct by_capnproto {
    [[gnu::noinline]] static std::size_t encode(const placed& message, buffer& into) {
        capnp::MallocMessageBuilder builder(scratch());
        auto root = builder.initRoot<capnp_schema::Placed>();
        root.setX(message.x);
        root.setY(message.y);
        root.setWidth(message.width);
        root.setHeight(message.height);
        return write(builder, into);
    }
    [[gnu::noinline]] static std::size_t encode(const named& message, buffer& into) {
        capnp::MallocMessageBuilder builder(scratch());
        auto root = builder.initRoot<capnp_schema::Named>();
        root.setTitle(message.title.c_str());
        root.setValues({message.values.data(), message.values.size()});
        return write(builder, into);
    }
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, placed& message) {
        capnp::FlatArrayMessageReader reader(words_of(from, size));
        const auto root = reader.getRoot<capnp_schema::Placed>();
        message = {root.getX(), root.getY(), root.getWidth(), root.getHeight()};
    }
    [[gnu::noinline]] static void decode(buffer& from, std::size_t size, named& message) {
        capnp::FlatArrayMessageReader reader(words_of(from, size));
        const auto root = reader.getRoot<capnp_schema::Named>();
        const auto title = root.getTitle();
        message.title.assign(title.cStr(), title.size());
        const auto values = root.getValues();
        message.values.resize(values.size());
        for (unsigned i = 0; i < values.size(); i++)
            message.values[i] = values[i];
    }

  private:
    static kj::ArrayPtr<capnp::word> scratch() {
        static std::array<capnp::word, 10 * 1024> memory{};
        return {memory.data(), memory.size()};
    }
    static kj::ArrayPtr<const capnp::word> words_of(buffer& from, std::size_t size) {
        return {reinterpret_cast<const capnp::word*>(from.bytes.data()), size / 8};
    }
    static std::size_t write(capnp::MessageBuilder& builder, buffer& into) {
        kj::ArrayOutputStream out({reinterpret_cast<kj::byte*>(into.bytes.data()), 80 * 1024});
        capnp::writeMessage(out, builder);
        return out.getArray().size();
    }
};

// The message outlives the benchmarks.
template<typename contender, typename T>
void add(const std::string& row, const std::string& name, T& message) {
    benchmark::RegisterBenchmark(
        (row + " encode/" + name).c_str(), [&message](benchmark::State& state) {
            for (auto _ : state) {
                benchmark::DoNotOptimize(contender::encode(message, output()));
                benchmark::ClobberMemory();
            }
        });
    benchmark::RegisterBenchmark((row + " decode/" + name).c_str(),
                                 [&message](benchmark::State& state) {
                                     const std::size_t size = contender::encode(message, input());
                                     if constexpr (std::is_same_v<contender, by_flatbuffers>)
                                         by_flatbuffers::copy_encoded(input());
                                     for (auto _ : state) {
                                         contender::decode(input(), size, message);
                                         benchmark::DoNotOptimize(message);
                                         benchmark::ClobberMemory();
                                     }
                                 });
}

template<typename T>
void add_all(const std::string& row, T& message) {
    add<by_memcpy>(row, "memcpy", message);
    add<by_banos>(row, "banos", message);
    if constexpr (std::is_same_v<T, named>)
        add<by_banos_view>(row, "banos, view", message);
#ifdef BENCH_ZPP_BITS
    add<by_zpp_bits>(row, "zpp_bits", message);
    add<by_zpp_bits_with_header>(row, "zpp_bits, with a header", message);
#endif
    add<by_flatbuffers>(row, "flatbuffers", message);
    add<by_capnproto>(row, "Cap'n Proto", message);
}

} // namespace
} // namespace bench

int main(int count, char** words) {
#ifndef BENCH_ZPP_BITS
    std::printf("zpp_bits: SKIPPED, no RIVALS=<folder>/zpp_bits/zpp_bits.h\n\n");
#endif
    alignas(bench::page_bytes) static bench::placed small{1, 2, 3, 4};
    alignas(bench::page_bytes) static bench::named medium = bench::make_named(4096);
    alignas(bench::page_bytes) static bench::named large = bench::make_named(60 * 1024);
    bench::add_all("16 B", small);
    bench::add_all("4 KiB", medium);
    bench::add_all("60 KiB", large);
    return bench::run_interleaved(count, words, "memcpy");
}

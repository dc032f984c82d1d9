// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// No byte outside of input and output is touched: both end, and begin, at pages
// that must not be.
#include "inflate_fixture.hpp"

#include <gtest/gtest.h>

#include <banos/instruction_set.hpp>

#include <algorithm>
#include <cstring>
#include <random>

#include <sys/mman.h>
#include <unistd.h>

namespace {

using namespace banos;
using namespace banos::test;

// Bytes between two pages that fault.
class guarded {
  public:
    guarded(std::size_t size, bool at_end)
        : page_(std::size_t(sysconf(_SC_PAGESIZE))),
          length_((size + page_ - 1) / page_ * page_ + 2 * page_),
          base_(static_cast<std::byte*>(
              mmap(nullptr, length_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
        mprotect(base_, page_, PROT_NONE);
        mprotect(base_ + length_ - page_, page_, PROT_NONE);
        all = {at_end ? base_ + length_ - page_ - size : base_ + page_, size};
    }
    guarded(const guarded&) = delete;
    guarded& operator=(const guarded&) = delete;
    ~guarded() { munmap(base_, length_); }

  private:
    std::size_t page_;
    std::size_t length_;
    std::byte* base_;

  public:
    std::span<std::byte> all;
};

std::string mixed_text(std::size_t size, unsigned seed) {
    std::minstd_rand random(seed);
    std::string text;
    while (text.size() < size) {
        std::size_t back = 1 + random() % 70;
        if (text.size() > 100 && random() % 3 != 0)
            for (auto left = 3 + random() % 260; left > 0; left--)
                text += text[text.size() - back];
        else
            text += char('a' + random() % 20);
    }
    text.resize(size);
    return text;
}

class memory : public testing::TestWithParam<instruction_set> {
  protected:
    memory() { limit_instruction_set(GetParam()); }
    ~memory() override { limit_instruction_set(instruction_set::avx512); }
};

TEST_P(memory, of_whole_buffers_is_not_left) {
    inflate::decoder decoder({.format = inflate::format::raw});
    for (unsigned i = 0; i < 300; i++) {
        std::string text = mixed_text(i * 17 % 3000, i);
        bytes stream = compress(text, -15);
        for (bool at_end : {false, true}) {
            guarded input(stream.size(), at_end);
            guarded output(text.size(), at_end);
            std::ranges::copy(stream, input.all.begin());
            auto answer = decoder.decode_whole(input.all, output.all);
            ASSERT_EQ(answer.status, inflate::status::done) << i;
            ASSERT_EQ(text_of(output.all), text);
        }
    }
}

TEST_P(memory, of_pieces_is_not_left) {
    inflate::decoder decoder({.format = inflate::format::gzip});
    for (unsigned i = 0; i < 40; i++) {
        std::string text = mixed_text(5000 + i * 3000, i);
        bytes stream = compress(text, 31);
        guarded output(100 + i * 1201, true);
        decoder.reset();
        std::string all;
        inflate::status status;
        do {
            auto left = std::span(stream).subspan(decoder.total_in());
            guarded input(std::min<std::size_t>(left.size(), 1 + i * 31), true);
            std::copy_n(left.begin(), input.all.size(), input.all.begin());
            auto step = decoder.decode(input.all, output.all, input.all.size() == left.size());
            all += text_of(output.all.first(step.produced));
            status = step.status;
        } while (status == inflate::status::needs_input || status == inflate::status::needs_output);
        ASSERT_EQ(status, inflate::status::done);
        ASSERT_EQ(all, text);
    }
}

TEST_P(memory, of_damaged_streams_is_not_left) {
    inflate::decoder decoder({.format = inflate::format::raw});
    std::minstd_rand random(7);
    bytes stream = compress(mixed_text(3000, 1), -15);
    for (unsigned i = 0; i < 3000; i++) {
        guarded input(stream.size(), true);
        guarded output(2000 + i, true);
        std::ranges::copy(stream, input.all.begin());
        input.all[random() % input.all.size()] ^= std::byte(1 << random() % 8);
        auto answer = decoder.decode_whole(input.all, output.all);
        ASSERT_LE(answer.produced, output.all.size());
    }
}

INSTANTIATE_TEST_SUITE_P(with, memory,
                         testing::Values(instruction_set::portable, instruction_set::avx2));

} // namespace

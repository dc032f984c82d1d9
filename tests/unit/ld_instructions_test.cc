// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The reader of machine code, by itself and against objdump.
#include "instructions.h"

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ld_workspace.hpp"

namespace banos::ld::testing {

namespace {

using kind = instruction_kind;

struct example {
    const char* text;
    byte_vector code;
    kind expected;
};

const std::vector<example>& examples() {
    static const std::vector<example> all = {
        {"ret", {0xc3}, kind::bare_return},
        {"repz ret", {0xf3, 0xc3}, kind::bare_return},
        {"ret $16", {0xc2, 0x10, 0x00}, kind::bare_return},
        {"jmp rel32", {0xe9, 0, 0, 0, 0}, kind::other},
        {"jmp rel8 to itself and back", {0xeb, 0xc3}, kind::other},
        {"call *%rax", {0xff, 0xd0}, kind::indirect_branch},
        {"notrack jmp *%rax", {0x3e, 0xff, 0xe0}, kind::indirect_branch},
        {"call *8(%rax,%rbx,8)", {0xff, 0x54, 0xd8, 0x08}, kind::indirect_branch},
        {"jmp *0(%rip)", {0xff, 0x25, 0, 0, 0, 0}, kind::indirect_branch},
        {"inc %eax", {0xff, 0xc0}, kind::other},
        {"push (%rax)", {0xff, 0x30}, kind::other},
        {"endbr64", {0xf3, 0x0f, 0x1e, 0xfa}, kind::other},
        {"movabs $imm64,%rax", {0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8}, kind::other},
        {"mov $imm32,%eax", {0xb8, 1, 2, 3, 4}, kind::other},
        {"mov $imm16,%ax", {0x66, 0xb8, 1, 2}, kind::other},
        {"test $imm8,%al", {0xf6, 0xc0, 0xc3}, kind::other},
        {"not %al", {0xf6, 0xd0}, kind::other},
        {"test $imm32,%eax", {0xf7, 0xc0, 0xc3, 0xc3, 0xc3, 0xc3}, kind::other},
        {"divq %rcx", {0x48, 0xf7, 0xf1}, kind::other},
        {"testw $imm16,%ax", {0x66, 0xf7, 0xc0, 0xc3, 0xc3}, kind::other},
        {"mov moffs64,%eax", {0xa1, 1, 2, 3, 4, 5, 6, 7, 8}, kind::other},
        {"mfence", {0x0f, 0xae, 0xf0}, kind::other},
        {"ldmxcsr (%rax)", {0x0f, 0xae, 0x10}, kind::floating_point},
        {"movups %xmm0,(%rax)", {0x0f, 0x11, 0x00}, kind::floating_point},
        {"pxor %xmm0,%xmm0", {0x66, 0x0f, 0xef, 0xc0}, kind::floating_point},
        {"fld1", {0xd9, 0xe8}, kind::floating_point},
        {"vzeroupper", {0xc5, 0xf8, 0x77}, kind::floating_point},
        {"vmovdqu (%rax),%ymm0", {0xc5, 0xfe, 0x6f, 0x00}, kind::floating_point},
        {"vmovdqu64 (%rax),%zmm0", {0x62, 0xf1, 0xfe, 0x48, 0x6f, 0x00}, kind::floating_point},
        {"andn %eax,%ebx,%ecx", {0xc4, 0xe2, 0x60, 0xf2, 0xc8}, kind::other},
        {"rorx $1,%eax,%ebx", {0xc4, 0xe3, 0x7b, 0xf0, 0xd8, 0x01}, kind::other},
        {"crc32b %al,%ecx", {0xf2, 0x0f, 0x38, 0xf0, 0xc8}, kind::other},
        {"prefetchnta (%rax)", {0x0f, 0x18, 0x00}, kind::other},
        {"movnti %eax,(%rbx)", {0x0f, 0xc3, 0x03}, kind::other},
        {"ud2", {0x0f, 0x0b}, kind::other},
        {"enter $16,$1", {0xc8, 0x10, 0x00, 0x01}, kind::other},
    };
    return all;
}

TEST(ld_instructions, lengths_and_kinds) {
    for (const example& one : examples()) {
        byte_vector followed = one.code;
        followed.resize(followed.size() + 16, 0xc3);
        EXPECT_EQ(decode_instruction(followed).length, one.code.size()) << one.text;
        EXPECT_EQ(decode_instruction(followed).kind, one.expected) << one.text;
        EXPECT_EQ(decode_instruction(one.code).length, one.code.size()) << one.text;
    }
}

TEST(ld_instructions, never_read_behind_the_end) {
    for (const example& one : examples()) {
        for (std::size_t size = 0; size < one.code.size(); ++size) {
            // A copy of its own, so that a sanitizer sees a byte too many.
            const byte_vector cut(one.code.begin(),
                                  one.code.begin() + static_cast<std::ptrdiff_t>(size));
            const instruction got = decode_instruction(cut);
            EXPECT_TRUE(got.kind == kind::unknown || got.length <= size) << one.text;
        }
    }
}

TEST(ld_instructions, what_is_not_of_64_bits_is_unknown) {
    constexpr unsigned char opcodes[] = {0x06, 0x27, 0x60, 0x82, 0x9a, 0xce, 0xd4, 0xea};
    for (const unsigned char opcode : opcodes) {
        const byte_vector code = {opcode, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90};
        EXPECT_EQ(decode_instruction(code).kind, kind::unknown) << std::hex << int{opcode};
    }
}

// "  401000:\tf3 0f 1e fa \tendbr64": the bytes, or nothing.
byte_vector bytes_of_line(const std::string& line) {
    const std::size_t start = line.find(":\t");
    const std::size_t end = line.find('\t', start + 2);
    if (start == std::string::npos || end == std::string::npos ||
        line.find("(bad)") != std::string::npos)
        return {};
    std::istringstream words(line.substr(start + 2, end - start - 2));
    byte_vector bytes;
    for (std::string word; words >> word;)
        bytes.push_back(static_cast<unsigned char>(std::stoul(word, nullptr, 16)));
    return bytes;
}

TEST(ld_instructions, agree_with_objdump_about_a_whole_program) {
    const outcome dump = run_in("/", {"objdump", "-d", "-w", BANOS_LD_PROGRAM});
    if (dump.status != 0)
        GTEST_SKIP() << "objdump can't be run: " << dump.errors;
    std::istringstream lines(dump.output);
    std::size_t seen = 0;
    for (std::string line; std::getline(lines, line);) {
        byte_vector code = bytes_of_line(line);
        const std::size_t length = code.size();
        if (length == 0)
            continue;
        code.resize(length + 16, 0x90);
        const instruction one = decode_instruction(code);
        ASSERT_EQ(one.length, length) << line;
        const bool vector = line.find("%xmm") != std::string::npos ||
                            line.find("%ymm") != std::string::npos ||
                            line.find("%st") != std::string::npos;
        ASSERT_TRUE(!vector || one.kind == kind::floating_point) << line;
        ASSERT_EQ(one.kind == kind::indirect_branch, line.find(" *") != std::string::npos) << line;
        ++seen;
    }
    EXPECT_GT(seen, 10000U);
}

} // namespace

} // namespace banos::ld::testing

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Each relocation of x86-64: its arithmetic, its range, and the sentence when it doesn't fit.
#include "image_fixture.hpp"

#include "relocate.h"

#include <cstring>
#include <functional>

namespace banos::test {
namespace {

constexpr std::uint64_t at = 40;                       // where tests put their relocation, in .text
constexpr std::uint64_t far_away = 0xffff888000000000; // from everything in the kernel

// An image whose .text has this code before the place, and the relocation there.
struct one_relocation {
    std::uint32_t type;
    std::function<std::uint32_t(driver_image&)> target;
    std::int64_t addend = 0;
    bytes code = {};           // directly before the place
    std::uint32_t section = 1; // .text
};

bytes make(const one_relocation& one) {
    driver_image image;
    bytes& content = image.section(one.section).content;
    std::copy(one.code.begin(), one.code.end(),
              content.begin() + static_cast<std::ptrdiff_t>(at - one.code.size()));
    image.relocate(one.section, at, one.type, one.target(image), one.addend);
    return image.write();
}

std::uint32_t to_data(driver_image& image) {
    return image.find_symbol("at.data");
}
std::uint32_t to_import(driver_image& image) {
    return image.add_symbol("banos_other", SHN_UNDEF);
}
std::uint32_t to_weak(driver_image& image) {
    return image.add_symbol("banos_weak", SHN_UNDEF, 0, 0, STT_NOTYPE, STB_WEAK);
}
std::uint32_t to_absolute(driver_image& image) {
    return image.add_symbol("absolute", SHN_ABS, 0x12345678);
}
std::uint32_t to_nothing(driver_image&) {
    return 0;
}

std::uint64_t extend(std::uint32_t value) {
    return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(value)});
}

TEST(relocate_x86_64, names_and_widths) {
    EXPECT_STREQ(relocate_name(R_X86_64_64), "R_X86_64_64");
    EXPECT_STREQ(relocate_name(R_X86_64_REX_GOTPCRELX), "R_X86_64_REX_GOTPCRELX");
    EXPECT_EQ(relocate_name(R_X86_64_COPY), nullptr);
    EXPECT_EQ(relocate_name(43), nullptr);
    EXPECT_EQ(relocate_name(0xffffffff), nullptr);
    EXPECT_EQ(relocate_width(R_X86_64_NONE), 0U);
    EXPECT_EQ(relocate_width(R_X86_64_64), 8U);
    EXPECT_EQ(relocate_width(R_X86_64_PC64), 8U);
    EXPECT_EQ(relocate_width(R_X86_64_PLT32), 4U);
}

TEST(relocate_x86_64, absolute_64) {
    const parse_result result(make({R_X86_64_64, to_data, 0x123}));
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(1, at), data_address + 0x123);
    const parse_result negative(make({R_X86_64_64, to_absolute, -8}));
    build_result built_negative(negative);
    ASSERT_EQ(built_negative.build(), 0);
    EXPECT_EQ(built_negative.get64(1, at), 0x12345670U);
}

TEST(relocate_x86_64, none_changes_nothing) {
    driver_image image;
    image.set64(image.data, 8, 0x5555);
    image.relocate(image.data, 8, R_X86_64_NONE, image.init, 77);
    const parse_result result(image.write());
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(image.data, 8), 0x5555U);
}

TEST(relocate_x86_64, relative_64) {
    const parse_result result(make({R_X86_64_PC64, to_data, 5}));
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(1, at) + text_address + at, data_address + 5);
}

TEST(relocate_x86_64, signed_32) {
    const parse_result result(make({R_X86_64_32S, to_data, 5}));
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(extend(built.get32(1, at)), data_address + 5);
    for (std::uint64_t fits : {std::uint64_t{0}, std::uint64_t{0x7fffff00}, 0xffffffff80000000U}) {
        built.addresses.pool[IMAGE_DATA] = fits;
        EXPECT_EQ(built.build(), 0) << built.log();
        EXPECT_EQ(extend(built.get32(1, at)), fits + 5);
    }
    for (std::uint64_t too_far : {0x7ffffffbU, 0x80000000U, 0xfffffff0U}) {
        built.addresses.pool[IMAGE_DATA] = too_far;
        EXPECT_EQ(built.build(), -ENOEXEC);
        EXPECT_EQ(built.log(), "R_X86_64_32S at .text+0x28 to at.data: the value doesn't fit 32 "
                               "signed bits; compile with -mcmodel=kernel\n");
    }
    built.addresses.pool[IMAGE_DATA] = 0xffffffff7ffffff0;
    EXPECT_EQ(built.build(), -ENOEXEC);
}

TEST(relocate_x86_64, unsigned_32) {
    const parse_result absolute(make({R_X86_64_32, to_absolute, 1}));
    build_result built(absolute);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get32(1, at), 0x12345679U);
    const parse_result weak(make({R_X86_64_32, to_weak}));
    build_result present(weak);
    EXPECT_EQ(present.build(), -ENOEXEC);
    EXPECT_EQ(present.log(), "R_X86_64_32 at .text+0x28 to banos_weak: the value doesn't fit 32 "
                             "bits; compile with -mcmodel=kernel\n");
    present.set_import("banos_weak", 0);
    EXPECT_EQ(present.build(), 0) << present.log();
    EXPECT_EQ(present.get32(1, at), 0U);
    present.set_import("banos_weak", 0xffffffff);
    EXPECT_EQ(present.build(), 0) << present.log();
    EXPECT_EQ(present.get32(1, at), 0xffffffffU);
    present.set_import("banos_weak", 0x100000000);
    EXPECT_EQ(present.build(), -ENOEXEC);
}

TEST(relocate_x86_64, relative_32) {
    for (const std::uint32_t type :
         std::initializer_list<std::uint32_t>{R_X86_64_PC32, R_X86_64_PLT32}) {
        const parse_result result(make({type, to_import, -4, {0xe8}}));
        build_result built(result);
        built.set_import("banos_other", 0xffffffff81234567);
        ASSERT_EQ(built.build(), 0) << built.log();
        EXPECT_EQ(built.target(1, at), 0xffffffff81234567U);
        const std::uint64_t next = text_address + at + 4;
        for (std::uint64_t edge : {next + 0x7fffffff, next - 0x80000000}) {
            built.set_import("banos_other", edge);
            ASSERT_EQ(built.build(), 0) << built.log();
            EXPECT_EQ(built.target(1, at), edge);
        }
        for (std::uint64_t edge : {next + 0x80000000, next - 0x80000001, far_away}) {
            built.set_import("banos_other", edge);
            EXPECT_EQ(built.build(), -ENOEXEC);
            EXPECT_NE(built.log().find(" at .text+0x28 to banos_other: the distance doesn't fit 32 "
                                       "bits"),
                      std::string::npos)
                << built.log();
        }
    }
}

TEST(relocate_x86_64, nothing_is_zero) {
    const parse_result result(make({R_X86_64_64, to_nothing, 0x77}));
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(1, at), 0x77U);
}

TEST(relocate_x86_64, symbols_have_a_value_of_their_own) {
    driver_image image;
    const std::uint32_t inner = image.add_symbol("inner", image.bss, 24, 8, STT_OBJECT);
    image.relocate(image.data, 8, R_X86_64_64, inner, 3);
    const parse_result result(image.write());
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(image.data, 8), built.address_of(image.bss, 27));
}

TEST(relocate_x86_64, import_without_an_address) {
    const parse_result result(make({R_X86_64_64, to_import}));
    build_result built(result);
    built.set_import("banos_other", 0);
    EXPECT_EQ(built.build(), -ENOEXEC);
    EXPECT_EQ(built.log(), "symbol 9 (banos_other) has no address\n");
    const parse_result got(make({R_X86_64_GOTPCREL, to_import, -4}));
    build_result built_got(got);
    built_got.set_import("banos_other", 0);
    EXPECT_EQ(built_got.build(), -ENOEXEC);
    EXPECT_EQ(built_got.log(), "symbol 9 (banos_other) has no address\n");
}

TEST(relocate_x86_64, absent_weak_absolute_is_null) {
    for (const std::uint32_t type :
         std::initializer_list<std::uint32_t>{R_X86_64_64, R_X86_64_32S, R_X86_64_32}) {
        const parse_result result(make({type, to_weak}));
        build_result built(result);
        built.set_import("banos_weak", 0);
        ASSERT_EQ(built.build(), 0) << built.log();
        EXPECT_EQ(built.get32(1, at), 0U);
    }
}

TEST(relocate_x86_64, absent_weak_calls_trap) {
    for (const bytes& code : {bytes{0xe8}, bytes{0xe9}, bytes{0x0f, 0x80}, bytes{0x0f, 0x8f}}) {
        for (const std::uint32_t type :
             std::initializer_list<std::uint32_t>{R_X86_64_PC32, R_X86_64_PLT32}) {
            const parse_result result(make({type, to_weak, -4, code}));
            build_result built(result);
            ASSERT_EQ(built.build(), 0) << built.log();
            EXPECT_EQ(built.target(1, at), import_address + 16);
            built.set_import("banos_weak", 0);
            ASSERT_EQ(built.build(), 0) << built.log();
            EXPECT_EQ(built.target(1, at), missing_address);
        }
    }
}

TEST(relocate_x86_64, absent_weak_elsewhere_is_refused) {
    const auto expect_refusal = [](const bytes& file) {
        const parse_result result(file);
        ASSERT_EQ(result.error(), 0) << result.log();
        build_result built(result);
        EXPECT_EQ(built.build(), 0) << built.log(); // if it is there
        built.set_import("banos_weak", 0);
        EXPECT_EQ(built.build(), -ENOEXEC);
        EXPECT_NE(built.log().find("to banos_weak: the symbol is weak and absent"),
                  std::string::npos)
            << built.log();
    };
    expect_refusal(make({R_X86_64_PC32, to_weak, -4, {0x48, 0x8d, 0x05}})); // lea
    expect_refusal(make({R_X86_64_PC32, to_weak, -4, {0x90, 0x80}}));
    expect_refusal(make({R_X86_64_PC32, to_weak, -4, {0x0f, 0x90}}));
    expect_refusal(make({R_X86_64_PC64, to_weak, 0, {0xe8}}));
    one_relocation in_data{R_X86_64_PC32, to_weak, 0, {0xe8}};
    in_data.section = 3;
    expect_refusal(make(in_data));
    // At the very start of text there is nothing before it.
    for (std::uint64_t offset : {0U, 1U}) {
        driver_image image;
        const std::uint32_t first = image.add(
            {.name = ".text.first", .flags = SHF_ALLOC | SHF_EXECINSTR, .content = bytes(8, 0x80)});
        image.relocate(first, offset, R_X86_64_PC32, to_weak(image), -4);
        expect_refusal(image.write());
    }
}

TEST(relocate_x86_64, absent_weak_call_too_far_from_the_trap) {
    const parse_result result(make({R_X86_64_PLT32, to_weak, -4, {0xe8}}));
    build_result built(result);
    built.set_import("banos_weak", 0);
    built.addresses.missing_call = far_away;
    EXPECT_EQ(built.build(), -ENOEXEC);
    EXPECT_NE(built.log().find("the distance doesn't fit 32 bits"), std::string::npos);
}

// A GOT slot in use: where the 32 bits lead, and what lies there.
void expect_slot(const parse_result& result, const build_result& built, std::uint64_t value) {
    ASSERT_EQ(result->got_slots, 1U);
    const std::uint64_t slot = rodata_address + result->got_offset;
    EXPECT_EQ(slot % 8, 0U);
    EXPECT_EQ(built.target(1, at), slot);
    std::uint64_t content = 0;
    std::memcpy(&content, built.pool(IMAGE_RODATA).data() + result->got_offset, 8);
    EXPECT_EQ(content, value);
}

TEST(relocate_x86_64, got_slots) {
    const parse_result plain(make({R_X86_64_GOTPCREL, to_import, -4, {0x48, 0x8b, 0x05}}));
    build_result built(plain);
    ASSERT_EQ(built.build(), 0) << built.log();
    expect_slot(plain, built, import_address + 16);

    const parse_result local(make({R_X86_64_GOTPCREL, to_data, -4, {0x48, 0x8b, 0x05}}));
    build_result built_local(local);
    ASSERT_EQ(built_local.build(), 0) << built_local.log();
    expect_slot(local, built_local, data_address);

    const parse_result absolute(
        make({R_X86_64_REX_GOTPCRELX, to_absolute, -4, {0x48, 0x8b, 0x05}}));
    build_result built_absolute(absolute);
    ASSERT_EQ(built_absolute.build(), 0) << built_absolute.log();
    expect_slot(absolute, built_absolute, 0x12345678);
}

TEST(relocate_x86_64, got_of_weak_symbols_is_never_relaxed) {
    for (const bytes& code : {bytes{0x48, 0x8b, 0x05}, bytes{0xff, 0x15}, bytes{0xff, 0x25}}) {
        const parse_result result(make({R_X86_64_GOTPCRELX, to_weak, -4, code}));
        build_result built(result);
        ASSERT_EQ(built.build(), 0) << built.log();
        expect_slot(result, built, import_address + 16);
        built.set_import("banos_weak", 0);
        ASSERT_EQ(built.build(), 0) << built.log();
        expect_slot(result, built, 0);
    }
}

TEST(relocate_x86_64, got_is_shared_and_far_enough_for_many) {
    driver_image image;
    const std::uint32_t a = image.add_symbol("banos_a", SHN_UNDEF);
    const std::uint32_t b = image.add_symbol("banos_b", SHN_UNDEF);
    image.relocate(image.text, 24, R_X86_64_GOTPCREL, a, -4);
    image.relocate(image.text, 34, R_X86_64_GOTPCREL, b, -4);
    image.relocate(image.text, 40, R_X86_64_GOTPCREL, a, -4);
    const parse_result result(image.write());
    EXPECT_EQ(result->got_slots, 2U);
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.target(1, 24), built.target(1, 40));
    EXPECT_EQ(built.target(1, 24) + 8, built.target(1, 34));
}

TEST(relocate_x86_64, got_too_far) {
    const parse_result result(make({R_X86_64_GOTPCREL, to_import, -4}));
    build_result built(result);
    built.addresses.pool[IMAGE_RODATA] = 0xffff888000000000;
    EXPECT_EQ(built.build(), -ENOEXEC);
    EXPECT_NE(built.log().find("the distance doesn't fit 32 bits"), std::string::npos);
}

TEST(relocate_x86_64, load_relaxes_to_lea) {
    for (const std::uint8_t modrm : bytes{0x05, 0x0d, 0x3d}) {
        const parse_result result(
            make({R_X86_64_REX_GOTPCRELX, to_import, -4, {0x48, 0x8b, modrm}}));
        EXPECT_EQ(result->got_slots, 0U);
        build_result built(result);
        ASSERT_EQ(built.build(), 0) << built.log();
        EXPECT_EQ(built.byte(1, at - 3), 0x48);
        EXPECT_EQ(built.byte(1, at - 2), 0x8d);
        EXPECT_EQ(built.byte(1, at - 1), modrm);
        EXPECT_EQ(built.target(1, at), import_address + 16);
    }
    const parse_result result(make({R_X86_64_GOTPCRELX, to_data, -4, {0x8b, 0x05}}));
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.byte(1, at - 2), 0x8d);
    EXPECT_EQ(built.target(1, at), data_address);
}

TEST(relocate_x86_64, indirect_call_relaxes_to_a_direct_one) {
    const parse_result result(make({R_X86_64_GOTPCRELX, to_import, -4, {0xff, 0x15}}));
    EXPECT_EQ(result->got_slots, 0U);
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.byte(1, at - 2), 0x67);
    EXPECT_EQ(built.byte(1, at - 1), 0xe8);
    EXPECT_EQ(built.target(1, at), import_address + 16);
}

TEST(relocate_x86_64, indirect_jump_relaxes_to_a_direct_one) {
    const parse_result result(make({R_X86_64_GOTPCRELX, to_import, -4, {0xff, 0x25}}));
    EXPECT_EQ(result->got_slots, 0U);
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.byte(1, at - 2), 0xe9);
    EXPECT_EQ(built.target(1, at - 1), import_address + 16);
    EXPECT_EQ(built.byte(1, at + 3), 0x90);
}

TEST(relocate_x86_64, relaxed_but_too_far) {
    for (const bytes& code : {bytes{0x48, 0x8b, 0x05}, bytes{0xff, 0x15}, bytes{0xff, 0x25}}) {
        const parse_result result(make({R_X86_64_GOTPCRELX, to_import, -4, code}));
        build_result built(result);
        built.set_import("banos_other", far_away);
        EXPECT_EQ(built.build(), -ENOEXEC);
        EXPECT_NE(built.log().find("R_X86_64_GOTPCRELX at .text+0x28 to banos_other: the distance "
                                   "doesn't fit 32 bits"),
                  std::string::npos)
            << built.log();
    }
}

TEST(relocate_x86_64, what_is_not_relaxed) {
    const auto slots = [](const one_relocation& one) {
        const parse_result result(make(one));
        EXPECT_EQ(result.error(), 0) << result.log();
        return result->got_slots;
    };
    // Other instructions, other addends, other kinds, other sections.
    EXPECT_EQ(slots({R_X86_64_REX_GOTPCRELX, to_import, -4, {0x48, 0x3b, 0x05}}), 1U);
    EXPECT_EQ(slots({R_X86_64_GOTPCRELX, to_import, -4, {0xff, 0x35}}), 1U);
    EXPECT_EQ(slots({R_X86_64_GOTPCRELX, to_import, -4, {0x3b, 0x15}}), 1U);
    EXPECT_EQ(slots({R_X86_64_GOTPCRELX, to_import, -4, {0x3b, 0x25}}), 1U);
    EXPECT_EQ(slots({R_X86_64_GOTPCRELX, to_import, -4, {0x8b, 0x45}}), 1U);
    EXPECT_EQ(slots({R_X86_64_REX_GOTPCRELX, to_import, -5, {0x48, 0x8b, 0x05}}), 1U);
    EXPECT_EQ(slots({R_X86_64_GOTPCREL, to_import, -4, {0x48, 0x8b, 0x05}}), 1U);
    one_relocation in_data{R_X86_64_GOTPCRELX, to_import, -4, {0xff, 0x15}};
    in_data.section = 3;
    EXPECT_EQ(slots(in_data), 1U);
    EXPECT_EQ(slots({R_X86_64_GOTPCRELX, to_nothing, -4, {0xff, 0x15}}), 1U);
    driver_image image;
    const std::uint32_t first = image.add(
        {.name = ".text.first", .flags = SHF_ALLOC | SHF_EXECINSTR, .content = bytes(8, 0x8b)});
    image.relocate(first, 1, R_X86_64_GOTPCRELX, to_import(image), -4);
    const parse_result result(image.write());
    EXPECT_EQ(result->got_slots, 1U);
}

// endbr64; movabs $instance, %rsi; jmp function
void expect_stub(const build_result& built, const parse_result& result, std::uint64_t number,
                 std::uint64_t function) {
    const std::uint64_t offset = result->stub_offset + 32 * number;
    const std::uint8_t* stub = built.pool(IMAGE_TEXT).data() + offset;
    const bytes head = {0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0xbe};
    EXPECT_EQ(bytes(stub, stub + head.size()), head);
    std::uint64_t instance = 0;
    std::memcpy(&instance, stub + 6, 8);
    EXPECT_EQ(instance, instance_address);
    EXPECT_EQ(stub[14], 0xe9);
    std::int32_t distance = 0;
    std::memcpy(&distance, stub + 15, 4);
    EXPECT_EQ(text_address + offset + 19 + static_cast<std::uint64_t>(std::int64_t{distance}),
              function);
    for (std::size_t i = 19; i < 32; i++)
        EXPECT_EQ(stub[i], 0xcc);
}

TEST(relocate_x86_64, stubs_give_two_functions_their_instance) {
    driver_image image;
    const std::uint32_t lookup = image.add_symbol("banos_lookup_symbol", SHN_UNDEF);
    image.relocate(image.text, at, R_X86_64_PLT32, lookup, -4);
    image.relocate(image.data, 8, R_X86_64_64, lookup);
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    ASSERT_TRUE(result->has_stubs);
    EXPECT_EQ(result->stub_offset % 16, 0U);
    EXPECT_GE(result->pool_alignment[IMAGE_TEXT], 16U);
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    expect_stub(built, result, 0, print_address);
    expect_stub(built, result, 1, lookup_address);
    const std::uint64_t stubs = text_address + result->stub_offset;
    EXPECT_EQ(built.target(1, init_offset + 1), stubs);
    EXPECT_EQ(built.target(1, at), stubs + 32);
    EXPECT_EQ(built.get64(image.data, 8), stubs + 32);
}

TEST(relocate_x86_64, absent_weak_function_has_no_stub) {
    driver_image image;
    const std::uint32_t lookup =
        image.add_symbol("banos_lookup_symbol", SHN_UNDEF, 0, 0, STT_NOTYPE, STB_WEAK);
    image.relocate(image.data, 8, R_X86_64_64, lookup);
    const parse_result result(image.write());
    build_result built(result);
    built.set_import("banos_lookup_symbol", 0);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(image.data, 8), 0U);
}

TEST(relocate_x86_64, stubs_too_far_from_their_functions) {
    const parse_result result(sample_file());
    build_result built(result);
    built.addresses.lookup_for = far_away;
    EXPECT_EQ(built.build(), -ENOEXEC);
    EXPECT_EQ(built.log(), "the functions behind the image's stubs are out of reach\n");
    built.addresses.print_for = far_away;
    EXPECT_EQ(built.build(), -ENOEXEC);
}

TEST(relocate_x86_64, everything_at_once) {
    const parse_result result(rich_image().write());
    ASSERT_EQ(result.error(), 0) << result.log();
    build_result built(result);
    EXPECT_EQ(built.build(), 0) << built.log();
    built.set_import("banos_weak", 0);
    EXPECT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(result.section(".data"), 8), 0U);
    EXPECT_EQ(built.target(result.section(".text.more"), 34), missing_address);
}

// The log may be absent in every refusal.
TEST(relocate_x86_64, refuses_without_a_log) {
    const parse_result result(make({R_X86_64_32S, to_data}));
    image_addresses addresses{};
    addresses.pool[IMAGE_DATA] = 0x80000000;
    const std::array imports = {import_address};
    addresses.import = imports.data();
    addresses.print_for = addresses.lookup_for = import_address;
    std::array<bytes, IMAGE_POOLS> pools;
    std::array<unsigned char*, IMAGE_POOLS> staging{};
    for (std::size_t i = 0; i < IMAGE_POOLS; i++) {
        pools[i].resize(result->pool_size[i] + 1);
        staging[i] = pools[i].data();
    }
    EXPECT_EQ(image_build(&result.image(), &addresses, staging.data(), nullptr), -ENOEXEC);
}

} // namespace
} // namespace banos::test

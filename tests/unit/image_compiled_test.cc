// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Drivers that real compilers compiled, each in many ways: parsed, built, and run here, in this
// program, below 2 GiB, where addresses fit as those of the kernel do.
#include "image_fixture.hpp"
#include "image_run.hpp"

#include "relocate.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/mman.h>

namespace banos::test {
namespace {

struct call {
    std::string text;
    std::uint64_t instance;
};

// What the driver under test said.
std::vector<call> printed;
std::vector<call> looked_up;

// Functions behind the imports.
extern "C" int test_add(int a, int b) {
    return a + b;
}
extern "C" int test_call(int (*function)(int), int argument) {
    return function(argument);
}
extern "C" int test_present(int argument) {
    return argument + 1000;
}
extern "C" void test_print_for(const char* text, std::uint64_t instance) {
    printed.push_back({text, instance});
}

// Memory at low addresses, which ends with the object.
class low_memory {
  public:
    low_memory() {
        void* hint = reinterpret_cast<void*>(std::uintptr_t{0x20000000});
        start_ = static_cast<std::uint8_t*>(mmap(hint, size, PROT_READ | PROT_WRITE,
                                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0));
        if (start_ == MAP_FAILED)
            throw std::bad_alloc();
    }
    ~low_memory() { munmap(start_, size); }
    low_memory(const low_memory&) = delete;
    low_memory& operator=(const low_memory&) = delete;

    // Whole pages, so that each can be given its own protection.
    std::uint8_t* take(std::size_t bytes) {
        std::uint8_t* result = start_ + used_;
        used_ += (bytes + page - 1) / page * page;
        EXPECT_LE(used_, size);
        return result;
    }

    static constexpr std::size_t page = 4096;

  private:
    static constexpr std::size_t size = 1 << 20;
    std::uint8_t* start_;
    std::size_t used_ = 0;
};

std::uint64_t address_of(const void* pointer) {
    return reinterpret_cast<std::uint64_t>(pointer);
}

template<typename Function>
std::uint64_t address_of_function(Function* function) {
    return reinterpret_cast<std::uint64_t>(function);
}

// Small pieces of code, for what is too far away to be reached from low memory.
class code_page {
  public:
    explicit code_page(low_memory& memory) : start_(memory.take(low_memory::page)) {}

    // movabs $function, %rax; jmp *%rax
    std::uint64_t jump_to(std::uint64_t function) {
        bytes code = {0x48, 0xb8};
        append(code, function);
        code.insert(code.end(), {0xff, 0xe0});
        return put(code);
    }
    std::uint64_t put(const bytes& code) {
        std::uint8_t* to = start_ + used_;
        std::copy(code.begin(), code.end(), to);
        used_ += slot;
        return address_of(to);
    }
    void make_executable() {
        ASSERT_EQ(mprotect(start_, low_memory::page, PROT_READ | PROT_EXEC), 0);
    }

  private:
    static constexpr std::size_t slot = 16;
    std::uint8_t* start_;
    std::size_t used_ = 0;
};

std::uint64_t low_add;

extern "C" void* test_lookup_for(const char* name, std::uint64_t instance) {
    looked_up.push_back({name, instance});
    return std::string_view(name) == "add" ? reinterpret_cast<void*>(low_add) : nullptr;
}

// jmp *%register, as the kernel's indirect thunks do when they needn't protect.
bytes indirect_jump(std::string_view name) {
    static const std::vector<std::string_view> low = {"rax", "rcx", "rdx", "rbx",
                                                      "rsp", "rbp", "rsi", "rdi"};
    const auto found = std::find(low.begin(), low.end(), name);
    if (found != low.end())
        return {0xff, static_cast<std::uint8_t>(0xe0 + (found - low.begin()))};
    const int number = std::stoi(std::string(name.substr(1)));
    return {0x41, 0xff, static_cast<std::uint8_t>(0xe0 + number - 8)};
}

// An image in memory, ready to be called.
class loaded_image {
  public:
    static constexpr std::uint64_t instance = 0x1234567890abcdef;

    explicit loaded_image(const parse_result& parsed) : parsed_(parsed), code_(memory_) {
        low_add = code_.jump_to(address_of_function(test_add));
        auto* pointer = reinterpret_cast<std::uint64_t*>(memory_.take(low_memory::page));
        *pointer = low_add;
        pointer_ = address_of(pointer);
        for (std::uint32_t i = 0; i < parsed->import_count; i++)
            imports_.push_back(import_of(parsed->imports[i].name));
        for (std::size_t i = 0; i < IMAGE_POOLS; i++)
            addresses_.pool[i] = address_of(memory_.take(parsed->pool_size[i]));
        addresses_.import = imports_.data();
        addresses_.missing_call = code_.put({0xcc});
        addresses_.instance = instance;
        addresses_.print_for = code_.jump_to(address_of_function(test_print_for));
        addresses_.lookup_for = code_.jump_to(address_of_function(test_lookup_for));
        code_.make_executable();
        build();
    }

    [[nodiscard]] std::uint64_t address(const image_place& place) const {
        return image_address(&parsed_.image(), &addresses_, place);
    }
    template<typename Type>
    [[nodiscard]] Type* at(const image_place& place) const {
        return reinterpret_cast<Type*>(address(place));
    }
    // As init() and uninit() are called.
    [[nodiscard]] int call(const image_place& function) const {
        using entry = int (*)(void*);
        return reinterpret_cast<entry>(address(function))(at<void>(parsed_->driver.self));
    }
    [[nodiscard]] int call(const image_place& function, int argument) const {
        using entry = int (*)(int);
        return reinterpret_cast<entry>(address(function))(argument);
    }

  private:
    std::uint64_t import_of(std::string_view name) {
        constexpr std::string_view thunk = "__x86_indirect_thunk_";
        if (name == "banos_test_add")
            return low_add;
        if (name == "banos_test_call")
            return code_.jump_to(address_of_function(test_call));
        if (name == "banos_test_present")
            return code_.jump_to(address_of_function(test_present));
        if (name == "banos_test_pointer")
            return pointer_;
        if (name == "__x86_return_thunk")
            return code_.put({0xc3});
        if (name.starts_with(thunk))
            return code_.put(indirect_jump(name.substr(thunk.size())));
        if (relocate_stub_of(std::string(name).c_str()) != 0)
            return low_add; // never called: the stub is
        return 0;
    }

    void build() {
        std::array<char, 512> text{};
        log log{text.data(), text.size(), 0};
        std::array<bytes, IMAGE_POOLS> staging;
        std::array<unsigned char*, IMAGE_POOLS> pointers{};
        for (std::size_t i = 0; i < IMAGE_POOLS; i++) {
            staging[i].resize(parsed_->pool_size[i]);
            pointers[i] = staging[i].data();
        }
        ASSERT_EQ(image_build(&parsed_.image(), &addresses_, pointers.data(), &log), 0)
            << text.data();
        for (std::size_t i = 0; i < IMAGE_POOLS; i++) {
            if (staging[i].empty())
                continue;
            void* pool = reinterpret_cast<void*>(addresses_.pool[i]);
            std::memcpy(pool, staging[i].data(), staging[i].size());
            constexpr std::array protection = {PROT_READ | PROT_EXEC, PROT_READ,
                                               PROT_READ | PROT_WRITE};
            ASSERT_EQ(mprotect(pool, staging[i].size(), protection[i]), 0);
        }
    }

    const parse_result& parsed_;
    low_memory memory_;
    code_page code_;
    std::uint64_t pointer_ = 0;
    std::vector<std::uint64_t> imports_;
    image_addresses addresses_ = {};
};

bytes read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> objects_of(std::string_view source) {
    std::vector<std::filesystem::path> result;
    for (const auto& entry : std::filesystem::directory_iterator(TEST_IMAGES))
        if (entry.path().filename().string().starts_with(std::string(source) + "-"))
            result.push_back(entry.path());
    std::sort(result.begin(), result.end());
    return result;
}

bool has_relocation(const parse_result& parsed, std::uint32_t type) {
    for (std::uint32_t i = 1; i < parsed->section_count; i++)
        for (std::uint32_t k = 0; k < parsed->sections[i].rela_count; k++)
            if (ELF64_R_TYPE(parsed->sections[i].relas[k].r_info) == type)
                return true;
    return false;
}

image_place export_of(const parse_result& parsed, std::string_view name) {
    for (std::uint32_t i = 0; i < parsed->export_count; i++)
        if (parsed->exports[i].name == name)
            return parsed->exports[i].place;
    throw std::out_of_range("no export " + std::string(name));
}

class compiled : public testing::TestWithParam<std::filesystem::path> {
  protected:
    void SetUp() override {
        printed.clear();
        looked_up.clear();
    }
};

class compiled_whole : public compiled {};
class compiled_revision_0 : public compiled {};

TEST_P(compiled_whole, runs) {
    const parse_result parsed(read_file(GetParam()));
    ASSERT_EQ(parsed.error(), 0) << parsed.log();
    EXPECT_STREQ(parsed->driver.name, "whole");
    EXPECT_STREQ(parsed->driver.description, "all of C");
    const loaded_image image(parsed);
    EXPECT_EQ(image.call(parsed->driver.init), 0) << "is the line of images/whole.c";
    ASSERT_EQ(printed.size(), 2U);
    EXPECT_EQ(printed[0].text, "called");
    EXPECT_EQ(printed[1].text, "called by a pointer");
    EXPECT_EQ(printed[0].instance, loaded_image::instance);
    ASSERT_EQ(looked_up.size(), 2U);
    EXPECT_EQ(looked_up[1].text, "nothing");
    EXPECT_EQ(looked_up[1].instance, loaded_image::instance);

    ASSERT_EQ(parsed->driver.parameter_count, 3U);
    const image_parameter* parameters = parsed->driver.parameters;
    EXPECT_EQ(*image.at<std::int32_t>(parameters[0].value), 7);
    *image.at<std::int32_t>(parameters[0].value) = 60;
    EXPECT_EQ(image.at<std::uint64_t>(parameters[1].value)[3], 4U);
    EXPECT_EQ(*image.at<std::uint64_t>(parameters[1].count), 2U);
    EXPECT_STREQ(image.at<char>(parameters[2].value), "plain");

    ASSERT_EQ(parsed->export_count, 2U);
    EXPECT_EQ(*image.at<int>(export_of(parsed, "whole_counter")), 40);
    EXPECT_EQ(image.call(export_of(parsed, "whole_thrice"), 5), 15);
    EXPECT_EQ(image.call(parsed->driver.uninit), 100);
}

TEST_P(compiled_revision_0, runs) {
    const parse_result parsed(read_file(GetParam()));
    ASSERT_EQ(parsed.error(), 0) << parsed.log();
    EXPECT_STREQ(parsed->driver.name, "old");
    EXPECT_EQ(parsed->driver.driver_size, 56U);
    EXPECT_EQ(parsed->driver.license, nullptr);
    const loaded_image image(parsed);
    EXPECT_EQ(image.call(parsed->driver.init), 0);
    EXPECT_EQ(image.call(parsed->driver.uninit), 0);
    ASSERT_EQ(printed.size(), 2U);
    EXPECT_EQ(printed[0].text, "old");
    EXPECT_EQ(printed[1].text, "bye");
    ASSERT_EQ(parsed->export_count, 1U);
    EXPECT_EQ(*image.at<int>(parsed->exports[0].place), 42);
}

TEST_P(compiled, keeps_the_promises) {
    const bytes file = read_file(GetParam());
    EXPECT_TRUE(run_image(file.data(), file.size()));
}

// A prefix of a real image is never taken for one.
TEST_P(compiled, truncated_is_refused) {
    const bytes whole = read_file(GetParam());
    for (std::size_t size = 0; size < whole.size(); size += 13) {
        const bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        ASSERT_FALSE(run_image(part.data(), part.size()));
    }
}

std::string name_of(const testing::TestParamInfo<std::filesystem::path>& info) {
    std::string name = info.param.stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(, compiled_whole, testing::ValuesIn(objects_of("whole")), name_of);
INSTANTIATE_TEST_SUITE_P(, compiled_revision_0, testing::ValuesIn(objects_of("revision_0")),
                         name_of);
INSTANTIATE_TEST_SUITE_P(whole, compiled, testing::ValuesIn(objects_of("whole")), name_of);
INSTANTIATE_TEST_SUITE_P(revision_0, compiled, testing::ValuesIn(objects_of("revision_0")),
                         name_of);

// If no compiler makes such a relocation any more, the tests above have lost their point.
TEST(compiled_objects, cover_the_relocations) {
    std::vector<std::uint32_t> missing = {
        R_X86_64_64,       R_X86_64_PC32,      R_X86_64_PLT32,        R_X86_64_32S,
        R_X86_64_GOTPCREL, R_X86_64_GOTPCRELX, R_X86_64_REX_GOTPCRELX};
    for (const auto& path : objects_of("whole")) {
        const parse_result parsed(read_file(path));
        std::erase_if(missing, [&](std::uint32_t type) { return has_relocation(parsed, type); });
    }
    for (std::uint32_t type : missing)
        ADD_FAILURE() << "no object has " << relocate_name(type);
}

TEST(compiled_objects, tell_how_they_were_compiled) {
    const std::filesystem::path gcc = std::filesystem::path(TEST_IMAGES) / "whole-gcc-driver.o";
    if (!std::filesystem::exists(gcc))
        GTEST_SKIP() << "gcc isn't there";
    const parse_result parsed(read_file(gcc));
    ASSERT_EQ(parsed.error(), 0) << parsed.log();
    EXPECT_EQ(parsed->features, 7U); // IBT, return thunks, indirect thunks
}

} // namespace
} // namespace banos::test

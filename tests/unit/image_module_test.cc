// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Real kernel modules, which people will try: those that tests/vm/fetch has put into the cache.
#include "image_fixture.hpp"
#include "image_run.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace banos::test {
namespace {

namespace fs = std::filesystem;

fs::path cache() {
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return fs::path(value == nullptr ? "" : value);
    };
    if (!variable("BANOS_CACHE").empty())
        return variable("BANOS_CACHE");
    if (!variable("XDG_CACHE_HOME").empty())
        return variable("XDG_CACHE_HOME") / "banos";
    return variable("HOME") / ".cache" / "banos";
}

// Some modules of the cache whose names end so, spread over all of them.
std::vector<fs::path> modules(std::string_view ending) {
    constexpr std::size_t every = 500;
    std::vector<fs::path> result;
    std::error_code error;
    std::size_t number = 0;
    const auto quietly = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(cache() / "kernels", quietly, error), end;
         !error && entry != end; entry.increment(error))
        if (entry->path().filename().string().ends_with(ending) && number++ % every == 0)
            result.push_back(entry->path());
    return result;
}

bytes read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(image_module, real_ones_are_refused_by_their_name) {
    const std::vector<fs::path> files = modules(".ko");
    if (files.empty())
        GTEST_SKIP() << "no kernel modules in " << cache() << ": see tests/vm/fetch";
    for (const fs::path& path : files) {
        const bytes file = read_file(path);
        EXPECT_TRUE(file.size() > IMAGE_SIZE_MAX
                        ? refused(file, "expected at most 16777216", EFBIG)
                        : refused(file, "this is a Linux kernel module, not a driver image"))
            << path;
    }
}

TEST(image_module, compressed_ones_too) {
    const std::vector<fs::path> files = modules(".ko.xz");
    if (files.empty())
        GTEST_SKIP() << "no compressed kernel modules in " << cache() << ": see tests/vm/fetch";
    for (const fs::path& path : files)
        EXPECT_TRUE(refused(read_file(path), "compressed with xz: decompress it first")) << path;
}

// Without the sections by which they are known, something else is wrong with them.
TEST(image_module, disguised_ones_are_refused_all_the_same) {
    const std::vector<fs::path> files = modules(".ko");
    if (files.empty())
        GTEST_SKIP() << "no kernel modules in " << cache() << ": see tests/vm/fetch";
    for (const fs::path& path : files) {
        bytes file = read_file(path);
        if (file.size() > IMAGE_SIZE_MAX)
            continue;
        for (std::uint32_t i = 1; i < header_of(file).e_shnum; i++) {
            const Elf64_Shdr& names = section_of(file, header_of(file).e_shstrndx);
            std::uint8_t* name = file.data() + names.sh_offset + section_of(file, i).sh_name;
            const std::string_view text = reinterpret_cast<const char*>(name);
            if (text == ".modinfo" || text == "__versions" || text == ".gnu.linkonce.this_module")
                *name = 'x';
        }
        EXPECT_FALSE(run_image(file.data(), file.size())) << path;
    }
}

} // namespace
} // namespace banos::test

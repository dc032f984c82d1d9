// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Writes the seeds of the fuzzer's corpus: small objects, each with something of its own. The
// committed files came from here; run it again when the format grows: image_corpus FOLDER.
#include "driver_image.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>

using namespace banos::test;

namespace {

std::filesystem::path folder;
int failures = 0;

void write(const std::string& name, const bytes& file) {
    std::ofstream out(folder / (name + ".elf"), std::ios::binary);
    out.write(reinterpret_cast<const char*>(file.data()),
              static_cast<std::streamsize>(file.size()));
    if (!out.good())
        failures++;
}

driver_image revision_0() {
    driver_image image;
    image.section(image.driver).content.resize(BANOS_DRIVER_SIZE_REVISION_0);
    image.set64(image.driver, 0, BANOS_DRIVER_SIZE_REVISION_0);
    return image;
}

driver_image with_section(elf_section section) {
    driver_image image;
    image.add(std::move(section));
    return image;
}

driver_image unordered() {
    driver_image image;
    for (std::uint64_t offset : {40U, 0U, 56U, 8U, 24U})
        image.point(image.data, offset, image.bss, offset);
    image.relocate(image.data, 16, R_X86_64_NONE, 0);
    return image;
}

void write_good() {
    write("good-sample", sample_file());
    write("good-rich", rich_image().write());
    write("good-revision-0", revision_0().write());
    write("good-unordered-relocations", unordered().write());
    driver_image newer;
    newer.section(newer.driver).content.resize(160);
    newer.set64(newer.driver, 0, 160);
    write("good-newer-struct", newer.write());
    driver_image exports;
    for (const char* name : {"c", "a", "b"})
        exports.add_export(name, exports.text, 0);
    write("good-exports", exports.write());
    driver_image parameters;
    parameters.set_parameters(
        {{.name = "b", .value_section = parameters.data},
         {.name = "a", .type = BANOS_PARAMETER_BOOL, .value_section = parameters.bss}},
        72);
    write("good-parameters", parameters.write());
    write("good-debug", with_section({.name = ".debug_info", .content = bytes(16)}).write());
}

// Each of these stops at another place of the parser.
void write_bad() {
    constexpr std::uint64_t data_flags = SHF_ALLOC | SHF_WRITE;
    write("bad-module",
          with_section({.name = ".modinfo", .flags = SHF_ALLOC, .content = bytes{'l', '=', 'G', 0}})
              .write());
    write("bad-constructor",
          with_section({.name = ".init_array", .flags = data_flags, .content = bytes(8)}).write());
    write("bad-comdat", with_section({.name = ".text.x",
                                      .flags = SHF_ALLOC | SHF_EXECINSTR | SHF_GROUP,
                                      .content = bytes(8)})
                            .write());
    write("bad-tls",
          with_section({.name = ".tdata", .flags = data_flags | SHF_TLS, .content = bytes(8)})
              .write());
    write(
        "bad-two-drivers",
        with_section({.name = ".banos-driver", .flags = data_flags, .content = bytes(8)}).write());
    driver_image none;
    none.section(none.driver).name = ".other";
    write("bad-no-driver", none.write());
    for (const auto& [name, type, section] :
         {std::tuple{"bad-common", unsigned{STT_OBJECT}, unsigned{SHN_COMMON}},
          std::tuple{"bad-ifunc", unsigned{STT_GNU_IFUNC}, 1U}}) {
        driver_image image;
        image.add_symbol("it", section, 0, 4, type);
        write(name, image.write());
    }
    for (const char* name : {"memcpy", "__stack_chk_fail", "printk"}) {
        driver_image image;
        image.relocate(image.data, 0, R_X86_64_64, image.add_symbol(name, SHN_UNDEF));
        write(std::string("bad-import-") + name, image.write());
    }
    driver_image range;
    range.relocate(range.text, 40, R_X86_64_32, range.init);
    write("bad-range", range.write());
    driver_image unloaded;
    unloaded.relocate(unloaded.data, 8, R_X86_64_64,
                      unloaded.add_symbol("debug", unloaded.add({.name = ".debug"})));
    write("bad-unloaded", unloaded.write());
    driver_image collision;
    collision.relocate(collision.data, 8, R_X86_64_64, collision.init);
    collision.relocate(collision.data, 12, R_X86_64_64, collision.init);
    write("bad-collision", collision.write());
    const bytes whole = sample_file();
    for (std::size_t size : {0U, 3U, 40U, 64U, 200U, 1000U})
        write("bad-truncated-" + std::to_string(size),
              bytes(whole.begin(),
                    whole.begin() + static_cast<std::ptrdiff_t>(std::min(size, whole.size() - 1))));
    bytes wrong = sample_file();
    header_of(wrong).e_machine = EM_AARCH64;
    write("bad-machine", wrong);
    wrong = sample_file();
    section_of(wrong, ".text").sh_flags |= SHF_WRITE;
    write("bad-writable-text", wrong);
    wrong = sample_file();
    section_of(wrong, ".data").sh_offset = section_of(wrong, ".text").sh_offset;
    write("bad-overlap", wrong);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: image_corpus FOLDER\n";
        return 2;
    }
    folder = argv[1];
    write_good();
    write_bad();
    return failures == 0 ? 0 : 1;
}

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <cerrno>
#include <random>

namespace banos::test {
namespace {

using ctl::status;

class ctl_check : public ctl_test {};

TEST_F(ctl_check, needs_no_kernel_side) {
    kernel.open_error = ENOENT;
    const auto file = write({.name = "ring"});
    const auto end = run({"check", file});
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(end.out, file + ": good: ring 1.2.3\n");
    EXPECT_EQ(kernel.opened, 0U);
}

TEST_F(ctl_check, looks_at_all_files) {
    const auto good = write({.name = "good"});
    const auto bad = write("bad.bko", std::string("bad"));
    const auto end = run({"check", "--json", bad, (folder() / "absent").string(), good});
    EXPECT_EQ(end.end, status::image) << "the first failure decides";
    const auto document = end.document();
    ASSERT_EQ(document["images"].size(), 3U);
    EXPECT_EQ(document["images"][0]["good"], false);
    EXPECT_EQ(document["images"][2]["good"], true);
    EXPECT_EQ(document["images"][2]["name"], "good");
    EXPECT_EQ(document["errors"][1]["status"], static_cast<int>(status::file));
}

TEST_F(ctl_check, refuses_directories_and_empty_files) {
    EXPECT_EQ(run({"check", folder().string()}).end, status::file);
    EXPECT_EQ(run({"check", write("empty", std::string())}).end, status::image);
    EXPECT_EQ(run({"check", "-"}).end, status::image);
}

TEST_F(ctl_check, has_one_sentence_for_each_truncation) {
    const auto image = image_of({.name = "ring", .exports = {"banos_x_ring"}});
    for (std::size_t size = 0; size < image.size(); size += 5) {
        const auto end =
            run({"check", "-"},
                std::string(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size)));
        ASSERT_EQ(end.end, status::image) << size;
        ASSERT_EQ(end.err.find("banosctl: standard input: "), 0U) << end.err;
        ASSERT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 1) << end.err;
    }
}

TEST_F(ctl_check, survives_random_damage) {
    std::mt19937 random(4711);
    const auto image = rich_image().write();
    for (int round = 0; round < 400; round++) {
        auto broken = image;
        for (std::size_t i = 0; i < 1 + random() % 8; i++)
            broken[random() % broken.size()] = static_cast<std::uint8_t>(random());
        const std::string text(broken.begin(), broken.end());
        for (const char* command : {"check", "info", "exports"}) {
            const auto end = run({command, "--json", "-"}, text);
            ASSERT_TRUE(end.end == status::done || end.end == status::image ||
                        end.end == status::version)
                << static_cast<int>(end.end) << end.err;
            ASSERT_EQ(end.document().contains("errors"), end.end != status::done);
        }
    }
}

TEST_F(ctl_check, survives_noise) {
    std::mt19937 random(42);
    for (int round = 0; round < 300; round++) {
        std::string noise(random() % 4096, '\0');
        for (auto& byte : noise)
            byte = static_cast<char>(random());
        if (round % 2 == 0)
            noise.replace(0, 4,
                          "\x7f"
                          "ELF");
        EXPECT_EQ(run({"check", "-"}, noise).end, status::image);
    }
}

class ctl_preflight : public ctl_test {
  public:
    // The listing of the fake kernel as it is now, as another machine would send it.
    std::string listing() { return write("abi.json", run({"abi", "--json"}).out); }

    ctl::json lacks_of(const std::string& file, const std::string& abi) {
        const auto document = run({"preflight", "--json", "--abi", abi, file}).document();
        return document["images"][0]["lacks"];
    }
};

TEST_F(ctl_preflight, finds_that_an_image_would_install) {
    const auto file = write({.name = "ring"});
    const auto abi = listing();
    kernel.open_error = ENOENT;
    const auto end = run({"preflight", "--abi", abi, file});
    EXPECT_EQ(end.end, status::done) << end.err;
    EXPECT_EQ(end.out, file + ": installs on 6.1.0-test with banos 0.9.0\n");
}

TEST_F(ctl_preflight, asks_the_running_kernel_if_no_other_is_named) {
    const auto file = write({.name = "ring", .imports = {"banos_absent"}});
    EXPECT_EQ(run({"preflight", file}).end, status::symbols);
    kernel.open_error = ENOENT;
    EXPECT_EQ(run({"preflight", file}).end, status::absent);
}

TEST_F(ctl_preflight, reads_the_listing_from_standard_input) {
    const auto file = write({.name = "ring"});
    const auto abi = run({"abi", "--json"}).out;
    EXPECT_EQ(run({"preflight", "--abi", "-", file}, abi).end, status::done);
}

// BANOS_ABI_PATH is @path until the end of the test.
struct abi_path {
    explicit abi_path(const std::string& path) { ::setenv("BANOS_ABI_PATH", path.c_str(), 1); }
    ~abi_path() { ::unsetenv("BANOS_ABI_PATH"); }
    abi_path(const abi_path&) = delete;
    abi_path& operator=(const abi_path&) = delete;
};

TEST_F(ctl_preflight, knows_other_kernels_by_name) {
    const auto file = write({.name = "ring"});
    const auto text = run({"abi", "--json"}).out;
    write("far/7.2.json", text);
    write("near/6.1-rt.json", text);
    kernel.open_error = ENOENT;
    const auto opened = kernel.opened;
    const abi_path path((folder() / "absent").string() + "::" + (folder() / "near").string() + ":" +
                        (folder() / "far").string());
    for (const char* name : {"7.2", "6.1-rt"}) {
        const auto end = run({"preflight", "--kernel", name, file});
        EXPECT_EQ(end.end, status::done) << end.err;
        EXPECT_EQ(end.out, file + ": installs on 6.1.0-test with banos 0.9.0\n");
    }
    EXPECT_EQ(kernel.opened, opened) << "no kernel is asked";
}

TEST_F(ctl_preflight, takes_a_kernel_from_the_first_folder_that_has_it) {
    const auto file = write({.name = "ring", .imports = {"banos_magic"}});
    write("old/7.2.json", run({"abi", "--json"}).out);
    kernel.offer("banos_magic");
    write("new/7.2.json", run({"abi", "--json"}).out);
    const auto preflight = [&](const char* first, const char* second) {
        const abi_path path((folder() / first).string() + ":" + (folder() / second).string());
        return run({"preflight", "--kernel", "7.2", file}).end;
    };
    EXPECT_EQ(preflight("new", "old"), status::done);
    EXPECT_EQ(preflight("old", "new"), status::symbols);
}

TEST_F(ctl_preflight, says_which_kernels_it_knows) {
    const auto file = write({.name = "ring"});
    const auto text = run({"abi", "--json"}).out;
    write("abi/6.1.json", text);
    write("abi/6.12.json", text);
    write("abi/README", text);
    const abi_path path((folder() / "abi").string());
    const auto end = run({"preflight", "--kernel", "7.3", file});
    EXPECT_EQ(end.end, status::file);
    EXPECT_EQ(end.err, "banosctl: 7.3: there is no listing of such a kernel in " +
                           (folder() / "abi").string() + "; there are 6.1, 6.12\n");
    const abi_path nowhere((folder() / "nowhere").string());
    EXPECT_EQ(run({"preflight", "--kernel", "6.1", file}).err,
              "banosctl: 6.1: there is no listing of such a kernel in " +
                  (folder() / "nowhere").string() + ", nor of any other\n");
}

TEST_F(ctl_preflight, takes_no_path_for_a_name) {
    write("secret.json", run({"abi", "--json"}).out);
    const abi_path path((folder() / "abi").string());
    const auto file = write({.name = "ring"});
    for (const char* name : {"../secret", "", ".", "a/b", "6.1\n", "6 1", "6.1:"}) {
        const auto end = run({"preflight", "--kernel", name, file});
        EXPECT_EQ(end.end, status::usage) << name;
        EXPECT_NE(end.err.find("no name of a kernel"), std::string::npos) << end.err;
    }
}

TEST_F(ctl_preflight, refuses_a_named_listing_that_is_none) {
    write("abi/6.1.json", std::string("[]"));
    const abi_path path((folder() / "abi").string());
    const auto end = run({"preflight", "--kernel", "6.1", write({.name = "ring"})});
    EXPECT_EQ(end.end, status::file);
    EXPECT_NE(end.err.find("6.1.json: it is no listing"), std::string::npos) << end.err;
}

TEST_F(ctl_preflight, names_every_symbol_that_lacks_and_why) {
    kernel.offer("banos_magic", BANOS_SYMBOL_ABSENT, "this kernel has no magic");
    kernel.offer("banos_random", BANOS_SYMBOL_GPL_ONLY);
    const auto file = write({.name = "ring",
                             .imports = {"banos_absent", "banos_magic", "banos_random"},
                             .weak_imports = {"banos_also_absent"},
                             .license = "Proprietary"});
    const auto abi = listing();
    const auto lacks = lacks_of(file, abi);
    ASSERT_EQ(lacks.size(), 3U) << lacks.dump(2);
    EXPECT_EQ(lacks[0]["kind"], "missing");
    EXPECT_EQ(lacks[0]["symbol"], "banos_absent");
    EXPECT_EQ(lacks[1]["kind"], "unsupported");
    EXPECT_NE(lacks[1]["sentence"].get<std::string>().find("this kernel has no magic"),
              std::string::npos);
    EXPECT_EQ(lacks[2]["kind"], "license");
    EXPECT_NE(lacks[2]["sentence"].get<std::string>().find("\"Proprietary\""), std::string::npos);
    const auto end = run({"preflight", "--abi", abi, file});
    EXPECT_EQ(end.end, status::symbols);
    EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 3) << end.err;
}

TEST_F(ctl_preflight, knows_what_the_gpl_allows) {
    kernel.offer("banos_random", BANOS_SYMBOL_GPL_ONLY);
    const auto abi = listing();
    EXPECT_TRUE(lacks_of(write({.name = "a", .imports = {"banos_random"}}), abi).empty());
    const auto lacks =
        lacks_of(write({.name = "b", .imports = {"banos_random"}, .license = nullptr}), abi);
    ASSERT_EQ(lacks.size(), 1U);
    EXPECT_NE(lacks[0]["sentence"].get<std::string>().find("no licence"), std::string::npos);
}

TEST_F(ctl_preflight, lets_images_offer_symbols_to_each_other) {
    const auto abi = listing();
    const auto user = write({.name = "user", .imports = {"banos_x_base_open"}});
    const auto base = write({.name = "base", .exports = {"banos_x_base_open"}});
    EXPECT_EQ(run({"preflight", "--abi", abi, user, base}).end, status::done);
    EXPECT_EQ(run({"preflight", "--abi", abi, user}).end, status::symbols);
}

TEST_F(ctl_preflight, compares_versions) {
    const auto version_of = [&](std::uint32_t offered, std::uint32_t needed,
                                std::uint64_t driver_size = sizeof(banos_driver)) {
        kernel.shim.version = offered;
        const auto file =
            write({.name = "ring", .minimal_banos_version = needed, .driver_size = driver_size});
        return run({"preflight", "--abi", listing(), file}).end;
    };
    const auto word = [](std::uint32_t major, std::uint32_t minor, std::uint32_t patch) {
        return major << 24 | minor << 16 | patch;
    };
    EXPECT_EQ(version_of(word(0, 9, 0), word(0, 9, 0)), status::done);
    EXPECT_EQ(version_of(word(0, 9, 1), word(0, 9, 0)), status::done);
    EXPECT_EQ(version_of(word(0, 9, 0), word(0, 9, 1)), status::version);
    EXPECT_EQ(version_of(word(0, 9, 0), word(1, 0, 0)), status::version);
    EXPECT_EQ(version_of(word(1, 0, 0), word(0, 9, 0)), status::version) << "0.9 was not stable";
    EXPECT_EQ(version_of(word(1, 5, 0), word(1, 0, 0)), status::done);
    EXPECT_EQ(version_of(word(2, 0, 0), word(1, 9, 0)), status::done) << "1.0 is for ever";
    EXPECT_EQ(version_of(word(2, 0, 0), 0, BANOS_DRIVER_SIZE_REVISION_0), status::done)
        << "revision 0 runs everywhere";
}

TEST_F(ctl_preflight, sees_what_that_kernel_enforces) {
    const auto file = write({.name = "ring"});
    kernel.shim.flags =
        BANOS_SHIM_IBT_ENFORCED | BANOS_SHIM_SIGNATURES_ENFORCED | BANOS_SHIM_LOCKED_DOWN;
    kernel.shim.machine = EM_AARCH64;
    const auto abi = listing();
    const auto lacks = lacks_of(file, abi);
    ASSERT_EQ(lacks.size(), 4U) << lacks.dump(2);
    EXPECT_EQ(lacks[0]["kind"], "locked-down");
    EXPECT_EQ(lacks[1]["kind"], "signatures");
    EXPECT_EQ(lacks[2]["kind"], "machine");
    EXPECT_EQ(lacks[2]["sentence"], "it is for x86_64, and that kernel is aarch64");
    EXPECT_EQ(lacks[3]["kind"], "ibt");
    EXPECT_EQ(run({"preflight", "--abi", abi, file}).end, status::permission);
}

TEST_F(ctl_preflight, reports_images_that_are_none) {
    const auto bad = write("bad.bko", std::string("bad"));
    const auto good = write({.name = "good"});
    const auto end = run({"preflight", "--json", "--abi", listing(), bad, good});
    EXPECT_EQ(end.end, status::image);
    EXPECT_EQ(end.document()["images"][0]["installs"], false);
    EXPECT_EQ(end.document()["images"][1]["installs"], true);
}

TEST_F(ctl_preflight, refuses_what_is_no_listing) {
    const auto file = write({.name = "ring"});
    const std::string good = run({"abi", "--json"}).out;
    const auto end_of = [&](const std::string& text) {
        const auto end = run({"preflight", "--abi", "-", file}, text);
        EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), end.end == status::done ? 0 : 1)
            << end.err;
        return end.end;
    };
    EXPECT_EQ(end_of(good), status::done);
    for (const char* text :
         {"", "no", "[]", "{}", "null", "1", "{\"version\": \"0.9.0\"", "\xff\xfe",
          "{\"version\": 9}", "{\"version\": \"0.9\"}", "{\"version\": \"0.9.0\"}"})
        EXPECT_EQ(end_of(text), status::file) << text;
    EXPECT_EQ(end_of(std::string(100'000, '[')), status::file) << "deep";
    EXPECT_EQ(run({"preflight", "--abi", (folder() / "absent").string(), file}).end, status::file);
    EXPECT_EQ(run({"preflight", "--abi", folder().string(), file}).end, status::file);
}

TEST_F(ctl_preflight, refuses_a_listing_with_any_member_gone_or_of_another_type) {
    const auto file = write({.name = "ring"});
    kernel.offer("banos_magic", BANOS_SYMBOL_ABSENT, "no magic");
    kernel.structs.push_back({sizeof(banos_struct_info), 0, 64, "banos_options"});
    const auto good = run({"abi", "--json"}).document();
    const auto refused = [&](const ctl::json& document) {
        const auto end = run({"preflight", "--abi", "-", file}, document.dump());
        return end.end == status::file;
    };
    const auto spoil = [&](const std::string& pointer) {
        using path = ctl::json::json_pointer;
        auto without = good;
        without[path(pointer).parent_pointer()].erase(path(pointer).back());
        EXPECT_TRUE(refused(without)) << pointer << " gone";
        auto other = good;
        other[path(pointer)] = -1.5;
        EXPECT_TRUE(refused(other)) << pointer << " of another type";
    };
    for (const char* pointer :
         {"/version", "/machine", "/kernel_release", "/kernel_flavour", "/ibt_enforced",
          "/signatures_enforced", "/locked_down", "/symbols", "/structs", "/symbols/1/name",
          "/symbols/1/since", "/symbols/1/gpl_only", "/symbols/1/supported", "/symbols/1/reason",
          "/structs/0/name", "/structs/0/size"})
        spoil(pointer);
    auto entry_of_another_type = good;
    entry_of_another_type["symbols"][0] = "banos_dprintln";
    EXPECT_TRUE(refused(entry_of_another_type));
}

TEST_F(ctl_preflight, takes_members_that_later_versions_add) {
    auto later = run({"abi", "--json"}).document();
    later["new"] = {{"a", 1}};
    later["symbols"][0]["new"] = true;
    EXPECT_EQ(run({"preflight", "--abi", "-", write({.name = "ring"})}, later.dump()).end,
              status::done);
}

} // namespace
} // namespace banos::test

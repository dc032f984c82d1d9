// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <cerrno>

namespace banos::test {
namespace {

using ctl::status;

class ctl_show : public ctl_test {};

TEST_F(ctl_show, lists_instances_in_columns) {
    auto& ring = kernel.add("ring");
    ring.info.text_size = 1024;
    ring.info.heap_size = 10;
    ring.info.holders = 2;
    kernel.add("user_of_it", {1}).info.state = BANOS_LEAVING;
    EXPECT_EQ(run({"list"}).out, "ID  NAME        VERSION  STATE    USERS  SIZE\n"
                                 " 1  ring        1.2.3    live         3  1034\n"
                                 " 2  user_of_it  1.2.3    leaving      0     0\n");
}

TEST_F(ctl_show, lists_nothing_under_the_same_columns) {
    EXPECT_EQ(run({"list"}).out, "ID  NAME  VERSION  STATE  USERS  SIZE\n");
    EXPECT_EQ(run({"list", "--json"}).document()["instances"], ctl::json::array());
}

TEST_F(ctl_show, lists_everything_for_scripts) {
    auto& ring = kernel.add("ring");
    ring.info.features = BANOS_IMAGE_IBT | BANOS_IMAGE_RETURN_THUNKS;
    ring.info.image_hash[0] = 0xab;
    ring.info.installed_ns = 1'000'000'000;
    const auto document = run({"list", "--json"}).document();
    const auto& entry = document["instances"][0];
    EXPECT_EQ(entry["id"], 1);
    EXPECT_EQ(entry["features"], ctl::json({"ibt", "return-thunks"}));
    EXPECT_EQ(entry["image_sha256"].get<std::string>().substr(0, 4), "ab00");
    EXPECT_EQ(entry["image_sha256"].get<std::string>().size(), 64U);
    EXPECT_EQ(entry["installed"], "1970-01-01T00:00:01Z");
    for (const char* member :
         {"name", "version", "state", "license", "gpl_compatible", "description", "author",
          "minimal_banos_version", "size", "memory", "users", "counts", "installed_ns"})
        EXPECT_TRUE(entry.contains(member)) << member;
}

TEST_F(ctl_show, takes_the_flag_before_and_after_the_command) {
    EXPECT_EQ(run({"list", "--json"}).out, run({"--json", "list"}).out);
}

TEST_F(ctl_show, lists_thousands) {
    for (int i = 0; i < 2000; i++)
        kernel.add("driver");
    const auto document = run({"list", "--json"}).document();
    EXPECT_EQ(document["instances"].size(), 2000U);
    EXPECT_EQ(document["instances"][1999]["id"], 2000);
}

TEST_F(ctl_show, makes_hostile_names_harmless) {
    kernel.add("\x1b[2J\xff");
    EXPECT_NE(run({"list"}).out.find("\\x1b[2J\\xff"), std::string::npos);
    const auto end = run({"list", "--json"});
    EXPECT_EQ(end.out.find('\x1b'), std::string::npos);
    EXPECT_TRUE(end.document().contains("instances"));
}

TEST_F(ctl_show, knows_states_of_later_kernels) {
    kernel.add("a").info.state = 77;
    EXPECT_NE(run({"list"}).out.find("state 77"), std::string::npos);
}

TEST_F(ctl_show, passes_on_what_the_kernel_answers) {
    kernel.open_error = ENOENT;
    EXPECT_EQ(run({"list"}).end, status::absent);
    EXPECT_EQ(run({"list"}).out, "");
    EXPECT_FALSE(run({"list", "--json"}).document().contains("instances"));
    kernel.open_error = 0;
    kernel.refused[BANOS_LIST] = {ENOMEM};
    EXPECT_EQ(run({"list"}).end, status::resources);
}

TEST_F(ctl_show, describes_an_instance) {
    auto& ring = kernel.add("ring");
    ring.exports.emplace_back();
    set_text(ring.exports[0].name, "banos_x_ring_open");
    ring.resources.emplace_back();
    set_text(ring.resources[0].kind, "character device");
    ring.resources[0].count = 3;
    kernel.add("user", {1});
    write("sysfs/1/parameters/depth", "16\n");
    write("sysfs/1/parameters/label", "two words\n");
    const auto text = run({"info", "ring"}).out;
    for (const char* part : {"name:", "banos_x_ring_open", "character device", "two words"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
    const auto entry = run({"info", "1", "--json"}).document()["items"][0];
    EXPECT_EQ(entry["dependents"], ctl::json({2}));
    EXPECT_EQ(entry["resources"][0]["count"], 3);
    EXPECT_EQ(entry["parameters"][0], (ctl::json{{"name", "depth"}, {"value", "16"}}));
    EXPECT_EQ(entry["parameters"][1]["value"], "two words");
    EXPECT_EQ(entry["exports"][0]["name"], "banos_x_ring_open");
}

TEST_F(ctl_show, describes_an_image) {
    const auto file = write("rich.bko", rich_image().write());
    const auto entry = run({"info", "--json", file}).document()["items"][0];
    EXPECT_EQ(entry["file"], file);
    EXPECT_EQ(entry["name"], "sample");
    EXPECT_EQ(entry["version"], "1.2.3");
    EXPECT_EQ(entry["machine"], "x86_64");
    EXPECT_EQ(entry["author"], "nobody <n@example.org>");
    ASSERT_EQ(entry["parameters"].size(), 3U);
    EXPECT_EQ(entry["parameters"][0]["type"], "uint32");
    EXPECT_EQ(entry["parameters"][1]["capacity"], 32);
    EXPECT_EQ(entry["parameters"][1]["public"], true);
    EXPECT_EQ(entry["parameters"][2]["elements"], 4);
    EXPECT_EQ(entry["parameters"][2]["writable"], true);
    EXPECT_EQ(entry["exports"].size(), 2U);
    const auto text = run({"info", file}).out;
    EXPECT_NE(text.find("banos_x_sample_table"), std::string::npos) << text;
    EXPECT_NE(text.find("how deep"), std::string::npos) << text;
}

TEST_F(ctl_show, describes_an_image_from_standard_input_without_a_kernel_side) {
    kernel.open_error = ENOENT;
    const auto image = image_of({.name = "piped", .license = nullptr});
    const auto end = run({"info", "--json", "-"}, std::string(image.begin(), image.end()));
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(end.document()["items"][0]["license"], "");
    EXPECT_EQ(end.document()["items"][0]["gpl_compatible"], false);
}

TEST_F(ctl_show, tells_files_from_instances) {
    kernel.add("ring");
    const auto file = write({.name = "ring"});
    EXPECT_FALSE(run({"info", "--json", "ring"}).document()["items"][0].contains("file"));
    EXPECT_TRUE(run({"info", "--json", file}).document()["items"][0].contains("file"));
    EXPECT_EQ(run({"info", "absent.bko"}).end, status::file);
    EXPECT_EQ(run({"info", "./absent"}).end, status::file);
    EXPECT_EQ(run({"info", "absent"}).end, status::instance);
    EXPECT_EQ(run({"info", "99"}).end, status::instance);
}

TEST_F(ctl_show, describes_the_others_when_one_is_missing) {
    kernel.add("a");
    const auto end = run({"info", "--json", "99", "a"});
    EXPECT_EQ(end.end, status::instance);
    EXPECT_EQ(end.document()["items"].size(), 1U);
    EXPECT_EQ(end.document()["errors"].size(), 1U);
}

TEST_F(ctl_show, lists_exports_of_instances_and_images) {
    const auto file = write({.name = "ring", .exports = {"banos_x_ring_a", "banos_x_ring_b"}});
    EXPECT_EQ(run({"exports", file}).out, "FROM" + std::string(file.size() - 2, ' ') + "NAME\n" +
                                              file + "  banos_x_ring_a\n" + file +
                                              "  banos_x_ring_b\n");
    ASSERT_EQ(run({"install", file}).end, status::done);
    EXPECT_EQ(run({"exports"}).out, "FROM      NAME\n"
                                    "1 (ring)  banos_x_ring_a\n"
                                    "1 (ring)  banos_x_ring_b\n");
    const auto document = run({"exports", "--json", "ring"}).document();
    EXPECT_EQ(document["exports"][1]["name"], "banos_x_ring_b");
    EXPECT_EQ(document["exports"][1]["id"], 1);
    EXPECT_EQ(run({"exports", "absent"}).end, status::instance);
}

} // namespace
} // namespace banos::test

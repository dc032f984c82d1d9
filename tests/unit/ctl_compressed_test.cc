// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Images that are compressed by gzip: as those that are not.
#include <gtest/gtest.h>

#include <banos/deflate.hpp>

#include "ctl_fixture.hpp"
#include "image.h"

namespace banos::test {
namespace {

using ctl::status;

class ctl_compressed : public ctl_test {
  protected:
    static bytes compressed(const bytes& image) {
        const auto input = std::as_bytes(std::span(image));
        std::vector<std::byte> output(deflate::bound(input.size(), deflate::format::gzip));
        output.resize(deflate::compress(input, output).value());
        const auto* start = reinterpret_cast<const bytes::value_type*>(output.data());
        return {start, start + output.size()};
    }

    // "<name>.bko.gz"
    std::string write_compressed(const image_spec& spec) {
        return write(spec.name + ".bko.gz", compressed(image_of(spec)));
    }
};

TEST_F(ctl_compressed, is_installed) {
    const auto file = write_compressed({.name = "ring"});
    EXPECT_EQ(run({"install", file}).end, status::done);
    EXPECT_NE(run({"list"}).out.find("ring"), std::string::npos);
}

TEST_F(ctl_compressed, is_checked_and_described) {
    const auto file = write_compressed({.name = "ring"});
    EXPECT_EQ(run({"check", file}).out, file + ": good: ring 1.2.3\n");
    EXPECT_EQ(run({"info", file}).end, status::done);
}

TEST_F(ctl_compressed, comes_from_standard_input) {
    const bytes file = compressed(image_of({.name = "ring"}));
    EXPECT_EQ(run({"check", "-"}, std::string(file.begin(), file.end())).end, status::done);
}

TEST_F(ctl_compressed, is_ordered_among_others) {
    const auto base = write_compressed({.name = "base", .exports = {"banos_x_base"}});
    const auto top = write({.name = "top", .imports = {"banos_x_base"}});
    EXPECT_EQ(run({"install", top, base}).end, status::done);
}

TEST_F(ctl_compressed, says_what_is_wrong_and_where) {
    const bytes whole = compressed(image_of({.name = "ring"}));
    bytes damaged = whole;
    damaged[damaged.size() - 8] ^= 1; // the checksum
    const auto file = write("damaged.gz", damaged);
    const auto end = run({"check", file});
    EXPECT_EQ(end.end, status::file);
    EXPECT_EQ(end.err.find("banosctl: " + file + ": the gzip data are wrong: "), 0U) << end.err;
    EXPECT_NE(end.err.find("at byte " + std::to_string(whole.size() - 8)), std::string::npos)
        << end.err;
}

TEST_F(ctl_compressed, may_not_end_early) {
    const bytes whole = compressed(image_of({.name = "ring"}));
    for (std::size_t size = 2; size < whole.size(); size += 7) {
        const auto end =
            run({"check", "-"},
                std::string(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        ASSERT_EQ(end.end, status::file) << size;
        ASSERT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 1) << end.err;
    }
}

// Ten times what an image may have, in few bytes: no more than the limit is looked at.
TEST_F(ctl_compressed, may_not_be_larger_than_an_image) {
    const auto file = write("bomb.gz", compressed(bytes(10 * std::size_t{IMAGE_SIZE_MAX})));
    EXPECT_EQ(run({"check", file}).end, status::image);
}

} // namespace
} // namespace banos::test

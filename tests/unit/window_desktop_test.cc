// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What clients and the user do to windows, and who hears of it.
#include <gtest/gtest.h>

#include <cerrno>
#include <limits>

#include "window_events.hpp"

namespace {

using namespace banos::windowserver;
using banos::pixel_format;
using banos::point;
using banos::rectangle;
using banos::region;
using banos::surface;
using banos::test::heard_events;
using banos::test::shared_pixels;
using lines = std::vector<std::string>;

class desktop_test : public testing::Test {
  public:
    // Seen, and topmost.
    void open(window_id which, rectangle where, std::uint32_t colour = 0xFF808080) {
        ASSERT_TRUE(screen.create(which, {where.x, where.y}, "title"));
        ASSERT_TRUE(screen.set_pixels(which, shared_pixels(where.width, where.height, colour)));
        ASSERT_TRUE(screen.invalidate(which, {0, 0, where.width, where.height}, 1));
        screen.draw(picture);
        heard.take();
    }
    void click(point where) {
        screen.pointer_to(where);
        screen.button(1, true);
        screen.button(1, false);
    }

    heard_events heard;
    desktop screen{300, 200, heard};
    surface picture =
        std::move(*surface::make({.width = 300, .height = 200, .format = pixel_format::rgb}));
};

int error_of(const banos::result<void>& answer) {
    return answer ? 0 : answer.error().number();
}

TEST_F(desktop_test, a_window_is_seen_from_its_first_pixels_on) {
    ASSERT_TRUE(screen.create({1, 7}, {50, 60}, "new"));
    ASSERT_TRUE(screen.set_pixels({1, 7}, shared_pixels(20, 10, 0xFF0000FF)));
    screen.draw(picture);
    EXPECT_NE(*picture.at({50, 60}), 0xFF0000FF);
    EXPECT_EQ(heard.take(), lines());

    ASSERT_TRUE(screen.invalidate({1, 7}, {0, 0, 20, 10}, 42));
    EXPECT_TRUE(screen.needs_drawing());
    screen.draw(picture);
    EXPECT_EQ(*picture.at({50, 60}), 0xFF0000FF);
    EXPECT_EQ(*picture.at({69, 69}), 0xFF0000FF);
    EXPECT_EQ(heard.take(), (lines{"1.7 focused", "1.7 released 42"}));
    EXPECT_FALSE(screen.needs_drawing());
}

TEST_F(desktop_test, what_a_client_draws_is_seen_when_it_says_so) {
    ASSERT_TRUE(screen.create({1, 1}, {50, 60}, ""));
    surface drawn = shared_pixels(20, 10, 0xFF000001);
    auto shared = surface::map(banos::file_descriptor(::dup(drawn.descriptor())), drawn.layout(),
                               banos::surface_access::read);
    ASSERT_TRUE(shared);
    ASSERT_TRUE(screen.set_pixels({1, 1}, std::move(*shared)));
    ASSERT_TRUE(screen.invalidate({1, 1}, {0, 0, 20, 10}, 1));
    screen.draw(picture);
    banos::fill(drawn, drawn.bounds(), 0xFF000002);
    ASSERT_TRUE(screen.invalidate({1, 1}, {5, 5, 2, 2}, 2));
    const region changed = screen.draw(picture);
    EXPECT_EQ(changed, region({55, 65, 2, 2}));
    EXPECT_EQ(*picture.at({54, 65}), 0xFF000001u);
    EXPECT_EQ(*picture.at({55, 65}), 0xFF000002u);
    EXPECT_EQ(*picture.at({57, 66}), 0xFF000001u);
}

TEST_F(desktop_test, a_flood_of_invalidations_is_one_copy) {
    open({1, 1}, {50, 60, 100, 100});
    for (std::uint32_t i = 2; i < 10'002; i++)
        ASSERT_TRUE(
            screen.invalidate({1, 1}, {std::int32_t(i * 7 % 100), std::int32_t(i % 100), 1, 1}, i));
    screen.draw(picture);
    EXPECT_EQ(heard.take(), lines{"1.1 released 10001"});
}

TEST_F(desktop_test, what_is_out_of_order_is_refused) {
    open({1, 1}, {50, 60, 20, 10});
    EXPECT_EQ(error_of(screen.create({1, 1}, {}, "")), EEXIST);
    EXPECT_EQ(error_of(screen.create({1, 2}, {}, std::string(257, 'x'))), EINVAL);
    EXPECT_EQ(error_of(screen.set_title({1, 1}, std::string(257, 'x'))), EINVAL);
    EXPECT_EQ(error_of(screen.set_title({1, 2}, "")), ENOENT);
    EXPECT_EQ(error_of(screen.set_title({2, 1}, "")), ENOENT) << "of another client";
    EXPECT_EQ(error_of(screen.move({1, 2}, {})), ENOENT);
    EXPECT_EQ(error_of(screen.raise({1, 2})), ENOENT);
    EXPECT_EQ(error_of(screen.close({1, 2})), ENOENT);
    EXPECT_EQ(error_of(screen.set_pixels({1, 2}, shared_pixels(1, 1, 0))), ENOENT);
    EXPECT_EQ(error_of(screen.invalidate({1, 2}, {}, 1)), ENOENT);
    ASSERT_TRUE(screen.create({1, 2}, {}, ""));
    EXPECT_EQ(error_of(screen.invalidate({1, 2}, {}, 1)), EINVAL) << "no pixels";
    EXPECT_EQ(screen.windows().size(), 2u);
}

TEST_F(desktop_test, windows_and_pixels_of_a_client_are_limited) {
    for (std::uint32_t i = 0; i < 64; i++)
        ASSERT_TRUE(screen.create({1, i}, {}, ""));
    EXPECT_EQ(error_of(screen.create({1, 64}, {}, "")), ENOSPC);
    EXPECT_TRUE(screen.create({2, 64}, {}, ""));
    ASSERT_TRUE(screen.set_pixels({1, 0}, shared_pixels(8192, 8191, 0)));
    EXPECT_EQ(error_of(screen.set_pixels({1, 1}, shared_pixels(8193, 1, 0))), ENOSPC);
    EXPECT_TRUE(screen.set_pixels({1, 1}, shared_pixels(8192, 1, 0)));
    EXPECT_TRUE(screen.set_pixels({1, 0}, shared_pixels(1, 1, 0))) << "in place of the old ones";
}

TEST_F(desktop_test, a_click_raises_and_focuses) {
    open({1, 1}, {20, 40, 100, 100});
    open({2, 1}, {60, 60, 100, 100}, 0xFF00FF00);
    click({30, 50});
    EXPECT_EQ(heard.take(), (lines{"1.1 at 10 10", "2.1 unfocused", "1.1 focused",
                                   "1.1 press 1 10 10", "1.1 let go 1 10 10"}));
    EXPECT_EQ(screen.focus(), (window_id{1, 1}));
    screen.draw(picture);
    EXPECT_EQ(*picture.at({70, 70}), 0xFF808080);
}

TEST_F(desktop_test, the_title_bar_drags) {
    open({1, 1}, {20, 40, 100, 100});
    screen.pointer_to({30, 30});
    screen.button(1, true);
    screen.pointer_to({80, 70});
    screen.button(1, false);
    screen.pointer_to({90, 90});
    EXPECT_EQ(heard.take(), (lines{"1.1 moved 70 80", "1.1 at 20 10"}));
    screen.draw(picture);
    EXPECT_EQ(*picture.at({20, 40}), *picture.at({0, 0}));
    EXPECT_EQ(*picture.at({70, 80}), 0xFF808080);
}

TEST_F(desktop_test, the_button_asks_for_closing) {
    open({1, 1}, {20, 40, 100, 100});
    click({115, 25});
    EXPECT_EQ(heard.take(), lines{"1.1 close"});
    EXPECT_EQ(screen.windows().size(), 1u);
}

TEST_F(desktop_test, a_held_button_keeps_the_pointer) {
    open({1, 1}, {20, 40, 50, 50});
    open({2, 1}, {150, 40, 50, 50});
    screen.pointer_to({30, 50});
    screen.button(1, true);
    screen.button(3, true);
    heard.take();
    screen.pointer_to({160, 50});
    screen.button(1, false);
    screen.pointer_to({161, 50});
    screen.button(3, false);
    screen.pointer_to({162, 50});
    EXPECT_EQ(heard.take(), (lines{"1.1 at 140 10", "1.1 let go 1 140 10", "1.1 at 141 10",
                                   "1.1 let go 3 141 10", "2.1 at 12 10"}));
}

TEST_F(desktop_test, keys_go_to_the_focus) {
    screen.key(4, true, "a");
    open({1, 1}, {20, 40, 50, 50});
    open({2, 1}, {150, 40, 50, 50});
    screen.key(4, true, "ä");
    screen.key(4, false, "");
    EXPECT_EQ(heard.take(), (lines{"2.1 key 4 ä", "2.1 key up 4 "}));
}

TEST_F(desktop_test, a_window_that_goes_while_it_is_held_is_forgotten) {
    open({1, 1}, {20, 40, 50, 50});
    open({2, 1}, {150, 40, 50, 50});
    screen.pointer_to({160, 30});
    screen.button(1, true);
    screen.remove_client(2);
    heard.take();
    screen.pointer_to({30, 50});
    screen.button(1, false);
    EXPECT_EQ(heard.take(), lines{"1.1 at 10 10"});
    EXPECT_EQ(screen.focus(), (window_id{1, 1}));
    screen.draw(picture);
    EXPECT_EQ(*picture.at({160, 50}), *picture.at({0, 0}));
}

TEST_F(desktop_test, of_a_client_that_goes_all_windows_go) {
    open({1, 1}, {20, 40, 50, 50});
    open({2, 1}, {30, 50, 50, 50});
    open({1, 2}, {40, 60, 50, 50});
    screen.remove_client(1);
    ASSERT_EQ(screen.windows().size(), 1u);
    EXPECT_EQ(screen.windows()[0]->id, (window_id{2, 1}));
    EXPECT_EQ(screen.focus(), (window_id{2, 1}));
}

TEST_F(desktop_test, places_far_away_are_nowhere) {
    constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
    open({1, 1}, {20, 40, 50, 50});
    EXPECT_TRUE(screen.move({1, 1}, {most, -most}));
    screen.draw(picture);
    EXPECT_TRUE(screen.invalidate({1, 1}, {-most, -most, most, most}, 3));
    EXPECT_TRUE(screen.invalidate({1, 1}, {most, most, most, most}, 4));
    screen.draw(picture);
    EXPECT_TRUE(screen.move({1, 1}, {0, 30}));
    screen.draw(picture);
    EXPECT_EQ(*picture.at({0, 30}), 0xFF808080);
}

TEST_F(desktop_test, a_window_changes_its_size) {
    open({1, 1}, {20, 40, 50, 50});
    ASSERT_TRUE(screen.set_pixels({1, 1}, shared_pixels(10, 10, 0xFF0000FF)));
    screen.draw(picture);
    EXPECT_EQ(*picture.at({60, 80}), 0xFF808080) << "until there is something to show";
    ASSERT_TRUE(screen.invalidate({1, 1}, {0, 0, 10, 10}, 2));
    screen.draw(picture);
    EXPECT_EQ(*picture.at({29, 49}), 0xFF0000FF);
    EXPECT_EQ(*picture.at({60, 80}), *picture.at({0, 0}));
}

} // namespace

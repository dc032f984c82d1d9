// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "chrdev.hpp"

#include "test.hpp"

#include <cerrno>

namespace banos::test {

chrdev_driver::~chrdev_driver() {
    try {
        for (unsigned slot = 0; slot < CHRDEV_SLOTS; slot++)
            if (command(CHRDEV_CLEAR, slot) == -EBUSY)
                destroy(slot);
    } catch (const std::exception& error) {
        fail(__FILE__, __LINE__, error.what());
    }
}

int chrdev_driver::try_create(const device_options& options, unsigned slot) {
    chrdev_request request = {slot, options.mode, options.flags, options.operations, {}};
    options.name.copy(request.name, sizeof(request.name) - 1);
    clear(slot);
    const int error = suite_.command(CHRDEV_CREATE, &request);
    name_ = request.name;
    return error;
}

std::string chrdev_driver::create(const device_options& options, unsigned slot) {
    require_equal(try_create(options, slot), 0);
    return "/dev/" + name_;
}

void chrdev_driver::destroy(unsigned slot) const {
    require_equal(command(CHRDEV_DESTROY, slot), 0);
    expect_equal(counts(slot).late, std::uint64_t{0});
}

void chrdev_driver::clear(unsigned slot) const {
    require_equal(command(CHRDEV_CLEAR, slot), 0);
}

void chrdev_driver::set(chrdev_setting setting, std::int64_t value, unsigned slot) const {
    chrdev_change change = {slot, static_cast<std::uint32_t>(setting), value};
    require_equal(suite_.command(CHRDEV_SET, &change), 0);
}

void chrdev_driver::add_token(unsigned slot) const {
    require_equal(command(CHRDEV_ADD_TOKEN, slot), 0);
}

void chrdev_driver::wake(unsigned queue, unsigned slot) const {
    require_equal(command(CHRDEV_WAKE, slot + 256 * queue), 0);
}

chrdev_counts chrdev_driver::counts(unsigned slot) const {
    chrdev_counts counts = {};
    counts.slot = slot;
    require_equal(suite_.command(CHRDEV_COUNT, &counts), 0);
    return counts;
}

void chrdev_driver::expect_balance(unsigned slot) const {
    const chrdev_counts now = counts(slot);
    expect_equal(now.releases, now.opens);
    expect_equal(now.inside, std::uint64_t{0});
    expect_equal(now.late, std::uint64_t{0});
    expect_equal(now.wrong, std::uint64_t{0});
}

std::unique_ptr<process> chrdev_driver::start_waiting(const std::function<int()>& body) const {
    const std::uint64_t before = counts().waiting;
    auto child = std::make_unique<process>(body);
    require(eventually([&] { return counts().waiting > before && child->state() == 'S'; }));
    return child;
}

} // namespace banos::test

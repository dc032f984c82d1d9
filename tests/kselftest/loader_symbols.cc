// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What drivers offer each other: dependencies, and names that clash or lack.
#include "kernel_log.hpp"
#include "loader.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <algorithm>
#include <cerrno>

using namespace banos::test;

namespace {

bool has_symbol(const std::vector<banos_symbol_info>& symbols, std::string_view name) {
    return std::any_of(symbols.begin(), symbols.end(),
                       [&](const banos_symbol_info& symbol) { return symbol.name == name; });
}

const banos_symbol_info& symbol_named(const std::vector<banos_symbol_info>& symbols,
                                      std::string_view name) {
    for (const banos_symbol_info& symbol : symbols)
        if (symbol.name == name)
            return symbol;
    throw failed("no symbol " + std::string(name));
}

using ids = std::vector<std::uint64_t>;

} // namespace

TEST(unresolved_symbol_is_named) {
    const no_trace check;
    const answer result = install_driver("test_unresolved");
    refused(result, -ENOENT, "test_unresolved needs banos_x_nobody_offers_this");
    expect_contains(result.log, "neither banos ");
    expect_contains(result.log, " nor an installed driver offers it");
}

TEST(consumer_needs_its_provider) {
    const no_trace check;
    refused(install_driver("consumer"), -ENOENT, "banos_x_provider_");
}

TEST(consumer_holds_its_provider) {
    const no_trace check;
    instance provider("provider");
    {
        const instance consumer("consumer");
        expect(ids_of(consumer.id(), BANOS_INFO_PROVIDERS) == ids{provider.id()});
        expect(ids_of(provider.id(), BANOS_INFO_DEPENDENTS) == ids{consumer.id()});
        expect_equal(info(provider.id()).dependents, 1U);
        expect_equal(info(consumer.id()).providers, 1U);
        const answer result = provider.uninstall();
        expect_equal(result.error, -EBUSY);
        expect_contains(result.log, "instance " + std::to_string(consumer.id()) +
                                        " (consumer) is bound to provider");
        const answer detached = provider.detach();
        expect_equal(detached.error, -EBUSY);
        expect_contains(detached.log, "(consumer) is bound to provider");
        expect_equal(info(provider.id()).state, std::uint32_t{BANOS_LIVE});
    }
    expect_equal(info(provider.id()).dependents, 0U);
    expect_equal(provider.uninstall().error, 0);
}

TEST(two_consumers_hold_one_provider) {
    const no_trace check;
    instance provider("provider");
    instance first("consumer");
    instance second("consumer");
    expect(ids_of(provider.id(), BANOS_INFO_DEPENDENTS) == ids({first.id(), second.id()}));
    expect_equal(first.uninstall().error, 0);
    const answer result = provider.uninstall();
    expect_equal(result.error, -EBUSY);
    expect_contains(result.log, "instance " + std::to_string(second.id()));
    expect(!contains(result.log, "instance " + std::to_string(first.id()) + " "));
    expect_equal(second.uninstall().error, 0);
    expect_equal(provider.uninstall().error, 0);
}

TEST(tables_of_symbols) {
    const no_trace check;
    const instance provider("provider");
    const instance consumer("consumer");
    const auto exports = symbols_of(provider.id(), BANOS_INFO_EXPORTS);
    expect_equal(exports.size(), 3U);
    for (const char* name :
         {"banos_x_provider_add", "banos_x_provider_calls", "banos_x_provider_greeting"})
        expect(has_symbol(exports, name));
    const auto imports = symbols_of(consumer.id(), BANOS_INFO_IMPORTS);
    expect_equal(symbol_named(imports, "banos_x_provider_add").provider, provider.id());
    expect_equal(symbol_named(imports, "banos_print").provider, 0U);
    expect_equal(symbol_named(imports, "banos_print").since, std::uint32_t{0x00090000});
    // The compiler's thunks are no part of the ABI.
    expect(std::none_of(imports.begin(), imports.end(), [](const banos_symbol_info& symbol) {
        return std::string_view(symbol.name).starts_with("__x86");
    }));
}

TEST(weak_import_absent) {
    const no_trace check;
    kernel_log log;
    const instance weak("weak");
    expect(log.has("provider: not there"));
    const auto imports = symbols_of(weak.id(), BANOS_INFO_IMPORTS);
    expect_equal(symbol_named(imports, "banos_x_provider_add").flags,
                 std::uint32_t{BANOS_SYMBOL_WEAK | BANOS_SYMBOL_ABSENT});
    expect_equal(symbol_named(imports, "banos_random_u32").flags, std::uint32_t{BANOS_SYMBOL_WEAK});
}

TEST(weak_import_present) {
    const no_trace check;
    instance provider("provider");
    kernel_log log;
    const instance weak("weak");
    expect(log.has("provider: 2 + 3 = 5"));
    expect_equal(
        symbol_named(symbols_of(weak.id(), BANOS_INFO_IMPORTS), "banos_x_provider_add").provider,
        provider.id());
    expect_equal(provider.uninstall().error, -EBUSY);
}

TEST(weak_import_does_not_appear_later) {
    const no_trace check;
    const instance weak("weak");
    instance provider("provider");
    expect(ids_of(weak.id(), BANOS_INFO_PROVIDERS).empty());
    expect_equal(provider.uninstall().error, 0);
}

TEST(duplicate_export) {
    const no_trace check;
    const instance provider("provider");
    const answer result = install_driver("test_twin");
    refused(result, -EEXIST,
            "export banos_x_provider_add: instance " + std::to_string(provider.id()) +
                " (provider) exports the same name");
    // What was there before works as before.
    const instance consumer("consumer");
}

TEST(export_is_free_again) {
    const no_trace check;
    { const instance provider("provider"); }
    const instance twin("test_twin");
}

TEST(export_of_a_strange_name) {
    const no_trace check;
    const answer result = install_driver("test_odd_export");
    expect_equal(result.error, 0);
    expect_contains(result.log, "export test_odd_name: drivers' names should begin with "
                                "banos_x_test_odd_export_");
    expect_equal(uninstall(result.id).error, 0);
}

TEST(shim_wins) {
    const no_trace check;
    const answer result = install_driver("test_shim_name");
    expect_equal(result.error, 0);
    expect_contains(result.log, "banos_strlen: the shim has that name, and wins");
    {
        const instance user("test_shim_name_user");
        expect(ids_of(user.id(), BANOS_INFO_PROVIDERS).empty());
    }
    expect_equal(uninstall(result.id).error, 0);
    const instance user("test_shim_name_user"); // taking the other away took nothing of the shim
}

TEST(gpl_only_export_of_the_shim) {
    const no_trace check;
    const answer result = install_driver("test_gpl_thief");
    refused(result, -EACCES, "test_gpl_thief needs banos_time_monotonic");
    expect_contains(result.log, "for GPL-compatible images only; its licence is \"Proprietary\"");
}

// While init() runs, the exports are not there for anybody, but nobody else can have the names.
TEST(exports_appear_when_init_has_succeeded) {
    const no_trace check;
    require(list_instances().empty());
    process installer([] { return -install_driver("test_hold").error; });
    std::uint64_t id = 0;
    require(eventually([&] {
        const auto all = list_instances();
        id = all.empty() ? 0 : all.back();
        return id != 0;
    }));
    const std::string folder = "/sys/kernel/banos/instances/" + std::to_string(id);
    expect_equal(info(id).state, std::uint32_t{BANOS_INSTALLING});
    refused(install_driver("test_hold_user"), -ENOENT, "banos_x_test_hold_number");
    refused(install_driver("test_hold"), -EEXIST, "exports the same name");
    refused(uninstall(id), -EBUSY, "is just being installed");
    refused(detach(id), -EBUSY, "is just being installed");
    require(eventually([&] { return write_file(folder + "/parameters/hold", "0") == 0; }));
    expect_equal(installer.wait(), 0);
    expect_equal(info(id).state, std::uint32_t{BANOS_LIVE});
    const answer user = install_driver("test_hold_user");
    expect_equal(user.error, 0);
    expect_equal(uninstall(user.id).error, 0);
    expect_equal(uninstall(id).error, 0);
}

// An init() that fails never made them visible.
TEST(exports_of_a_failed_init) {
    const no_trace check;
    const answer result = install_driver("test_hold", {"hold=0", "answer=-5"});
    refused(result, -EIO, "init() of test_hold failed with error 5");
    refused(install_driver("test_hold_user"), -ENOENT, "banos_x_test_hold_number");
}

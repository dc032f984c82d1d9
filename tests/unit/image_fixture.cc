// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "image_fixture.hpp"

#include <cstdlib>
#include <cstring>
#include <stdexcept>

extern "C" void* test_allocate(std::size_t size) {
    using banos::test::allocations;
    if (allocations::until_failure == 0)
        return nullptr;
    if (allocations::until_failure > 0)
        allocations::until_failure--;
    allocations::outstanding++;
    return std::calloc(1, size);
}

extern "C" void test_free(void* memory) {
    if (memory != nullptr)
        banos::test::allocations::outstanding--;
    std::free(memory);
}

namespace banos::test {

long allocations::outstanding = 0;
long allocations::until_failure = -1;

namespace {

constexpr std::size_t log_size = 4096;

class no_leak : public testing::Environment {
  public:
    void TearDown() override { EXPECT_EQ(allocations::outstanding, 0) << "tables were not freed"; }
};

const auto* const leak_check = testing::AddGlobalTestEnvironment(new no_leak);

} // namespace

parse_result::parse_result(bytes file) : file_(std::move(file)) {
    std::array<char, log_size> text{};
    struct log log = {text.data(), text.size(), 0};
    file_.shrink_to_fit();
    error_ = image_parse(&image_, file_.data(), file_.size(), &log);
    log_ = text.data();
}

parse_result::~parse_result() {
    image_discard(&image_);
}

std::uint32_t parse_result::section(std::string_view name) const {
    for (std::uint32_t i = 1; i < image_.section_count; i++)
        if (image_.sections[i].name == name)
            return i;
    throw std::out_of_range("no section " + std::string(name));
}

std::uint32_t parse_result::import(std::string_view name) const {
    for (std::uint32_t i = 0; i < image_.import_count; i++)
        if (image_.imports[i].name == name)
            return i;
    throw std::out_of_range("no import " + std::string(name));
}

testing::AssertionResult refused(const bytes& file, std::string_view sentence, int error) {
    const parse_result result(file);
    if (result.error() == 0)
        return testing::AssertionFailure() << "accepted; expected: " << sentence;
    if (result.error() != -error)
        return testing::AssertionFailure()
               << "error " << result.error() << ", expected " << -error << ": " << result.log();
    if (result.log().find(sentence) == std::string::npos)
        return testing::AssertionFailure()
               << "the log says: " << result.log() << "expected: " << sentence;
    return testing::AssertionSuccess();
}

testing::AssertionResult accepted(const bytes& file) {
    const parse_result result(file);
    if (result.error() != 0)
        return testing::AssertionFailure() << "error " << result.error() << ": " << result.log();
    if (!result.log().empty())
        return testing::AssertionFailure() << "accepted, but the log says: " << result.log();
    return testing::AssertionSuccess();
}

build_result::build_result(const parse_result& parsed) : parsed_(parsed) {
    addresses.pool[IMAGE_TEXT] = text_address;
    addresses.pool[IMAGE_RODATA] = rodata_address;
    addresses.pool[IMAGE_DATA] = data_address;
    addresses.missing_call = missing_address;
    addresses.instance = instance_address;
    addresses.print_for = print_address;
    addresses.lookup_for = lookup_address;
    for (std::uint32_t i = 0; i < parsed->import_count; i++)
        imports_.push_back(import_address + i * import_size);
}

void build_result::set_import(std::string_view name, std::uint64_t address) {
    imports_[parsed_.import(name)] = address;
}

int build_result::build() {
    std::array<char, log_size> text{};
    struct log log = {text.data(), text.size(), 0};
    std::array<unsigned char*, IMAGE_POOLS> staging{};
    for (std::size_t i = 0; i < IMAGE_POOLS; i++) {
        pools_[i] = bytes(parsed_->pool_size[i]);
        staging[i] = pools_[i].data();
    }
    addresses.import = imports_.data();
    const int error = image_build(&parsed_.image(), &addresses, staging.data(), &log);
    log_ = text.data();
    return error;
}

std::uint64_t build_result::address_of(std::uint64_t section, std::uint64_t offset) const {
    const image_section& where = parsed_->sections[section];
    return addresses.pool[where.pool] + where.offset + offset;
}

std::uint8_t build_result::byte(std::uint32_t section, std::uint64_t offset) const {
    const image_section& where = parsed_->sections[section];
    return pools_[where.pool].at(where.offset + offset);
}

std::uint32_t build_result::get32(std::uint32_t section, std::uint64_t offset) const {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++)
        value |= std::uint32_t{byte(section, offset + i)} << (8 * i);
    return value;
}

std::uint64_t build_result::get64(std::uint32_t section, std::uint64_t offset) const {
    return get32(section, offset) | std::uint64_t{get32(section, offset + 4)} << 32;
}

std::uint64_t build_result::target(std::uint32_t section, std::uint64_t offset) const {
    const auto distance = static_cast<std::int32_t>(get32(section, offset));
    return address_of(section, offset) + 4 + static_cast<std::uint64_t>(std::int64_t{distance});
}

} // namespace banos::test

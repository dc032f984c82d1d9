// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The calls of the model, chosen by the input: two bytes for each.
#include "../unit/alloc_model.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

class input_choices final : public choice_source {
  public:
    input_choices(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
    bool next(std::uint64_t& choice) override {
        if (left_ < 2)
            return false;
        const std::uint64_t word = data_[0] | std::uint64_t{data_[1]} << 8;
        data_ += 2;
        left_ -= 2;
        // The low half chooses the block and what is done, the high one the size.
        choice = word | word * 0x9e3779b97f4a7c15U << 32;
        return true;
    }

  private:
    const std::uint8_t* data_;
    std::size_t left_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    input_choices choices(data, size);
    alloc_model model(64);
    model.run(choices);
    if (model.complaint().empty())
        return 0;
    std::fprintf(stderr, "%s\n", model.complaint().c_str());
    std::abort();
}

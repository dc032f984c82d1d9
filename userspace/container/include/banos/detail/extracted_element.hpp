// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What extract() of a hash table answers: an element that has left it, or nothing.
#ifndef BANOS_DETAIL_EXTRACTED_ELEMENT_HPP
#define BANOS_DETAIL_EXTRACTED_ELEMENT_HPP

#include <optional>
#include <utility>

namespace banos::detail {

template<typename T>
class extracted_element {
  public:
    extracted_element() noexcept = default;
    explicit extracted_element(T&& element) : element_(std::move(element)) {}

    [[nodiscard]] bool empty() const noexcept { return !element_.has_value(); }
    explicit operator bool() const noexcept { return !empty(); }

    // These need an element, whose key may be changed here.
    [[nodiscard]] T& value() noexcept { return *element_; }
    [[nodiscard]] const T& value() const noexcept { return *element_; }
    [[nodiscard]] auto& key() noexcept requires requires(T& entry) { entry.key; }
    { return element_->key; }
    [[nodiscard]] auto& mapped() noexcept requires requires(T& entry) { entry.value; }
    { return element_->value; }

  private:
    std::optional<T> element_;
};

} // namespace banos::detail

#endif

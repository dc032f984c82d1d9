// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a call that can fail answers: a value, or an error that carries an
// errno number and, where it is known, one sentence for a person.
//
//     banos::result<std::uint64_t> id = banos::install(image);
//     if (!id)
//         return id.error();            // passes on into any other result<U>
//     use(*id);
//
//     return banos::error(ENOEXEC, "the image has no .banos-driver section");
//
// The names follow std::expected of C++23, whose E is always banos::error here.
// Nothing in this file throws or allocates, except error::owning(), which keeps
// its own copy of the sentence; if there is no memory for it, the error goes
// without. Only what T itself does on copies and moves can throw.
#ifndef BANOS_RESULT_HPP
#define BANOS_RESULT_HPP

#include <cassert>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace banos {

// An error: never 0, and a sentence that may be empty. It takes two words, so
// that a result is cheap even where the code below it must not allocate.
class [[nodiscard]] error {
  public:
    // A positive errno number alone.
    explicit error(int number) noexcept : number_(number) { assert(number > 0); }

    // A sentence that lives for ever: a string literal.
    template<std::size_t length>
    error(int number, const char (&sentence)[length]) noexcept
        : sentence_(sentence), number_(number) {
        assert(number > 0);
    }

    // A sentence that was built at run time: copied.
    static error owning(int number, std::string_view sentence) noexcept {
        error made(number);
        made.keep(sentence);
        return made;
    }

    error(const error& other) noexcept : number_(other.number_) {
        if (other.owned_)
            keep(other.sentence());
        else
            sentence_ = other.sentence_;
    }
    error(error&& other) noexcept
        : sentence_(std::exchange(other.sentence_, "")), number_(other.number_),
          owned_(std::exchange(other.owned_, false)) {}
    error& operator=(error other) noexcept {
        std::swap(sentence_, other.sentence_);
        std::swap(number_, other.number_);
        std::swap(owned_, other.owned_);
        return *this;
    }
    ~error() {
        if (owned_)
            std::free(const_cast<char*>(sentence_));
    }

    [[nodiscard]] int number() const noexcept { return number_; }

    // Without a newline or a final full stop; valid as long as this object.
    [[nodiscard]] std::string_view sentence() const noexcept { return sentence_; }

    // Two errors are the same if their numbers are: sentences are for people.
    friend bool operator==(const error& left, const error& right) noexcept {
        return left.number_ == right.number_;
    }

  private:
    void keep(std::string_view sentence) noexcept {
        auto* copy = static_cast<char*>(std::malloc(sentence.size() + 1));
        if (copy == nullptr)
            return;
        if (!sentence.empty())
            std::memcpy(copy, sentence.data(), sentence.size());
        copy[sentence.size()] = '\0';
        sentence_ = copy;
        owned_ = true;
    }

    const char* sentence_ = "";
    int number_;
    bool owned_ = false;
};

template<typename T>
class result;

namespace detail {

// value() of a failed result: a mistake of the program, and no exceptions to
// report it by.
[[noreturn]] inline void no_value() noexcept {
    std::abort();
}

template<typename T>
inline constexpr bool is_result = false;
template<typename T>
inline constexpr bool is_result<result<T>> = true;

} // namespace detail

// Either a T or an error. T is an object type, neither error nor a reference.
template<typename T>
class [[nodiscard]] result {
    static_assert(std::is_object_v<T> && !std::is_array_v<T>, "a result holds an object");
    static_assert(!std::is_same_v<std::remove_cv_t<T>, banos::error>, "an error is no value");

  public:
    using value_type = T;
    using error_type = banos::error;

    result(banos::error failure) noexcept : state_(std::in_place_index<1>, std::move(failure)) {}

    template<typename U = T>
    requires(std::is_constructible_v<T, U&&> && !detail::is_result<std::remove_cvref_t<U>> &&
             !std::is_same_v<std::remove_cvref_t<U>, banos::error> &&
             !std::is_same_v<std::remove_cvref_t<U>,
                             std::in_place_t>) explicit(!std::is_convertible_v<U&&, T>)
        result(U&& value) noexcept(std::is_nothrow_constructible_v<T, U&&>)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}

    template<typename... arguments>
    explicit result(std::in_place_t /*tag*/, arguments&&... values)
        : state_(std::in_place_index<0>, std::forward<arguments>(values)...) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    // These four need has_value(): asserted in debug builds.
    T& operator*() & noexcept { return *held(); }
    const T& operator*() const& noexcept { return *held(); }
    T&& operator*() && noexcept { return std::move(*held()); }
    T* operator->() noexcept { return held(); }
    const T* operator->() const noexcept { return held(); }

    // The same, checked in every build: aborts the program without a value.
    T& value() & noexcept { return checked(); }
    const T& value() const& noexcept {
        if (!has_value())
            detail::no_value();
        return *held();
    }
    T&& value() && noexcept { return std::move(checked()); }

    // Needs !has_value(): asserted in debug builds.
    [[nodiscard]] const banos::error& error() const& noexcept {
        assert(!has_value());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] banos::error error() && noexcept {
        assert(!has_value());
        return std::move(*std::get_if<1>(&state_));
    }

    template<typename U>
    [[nodiscard]] T value_or(U&& otherwise) const& {
        return has_value() ? *held() : static_cast<T>(std::forward<U>(otherwise));
    }
    template<typename U>
    [[nodiscard]] T value_or(U&& otherwise) && {
        return has_value() ? std::move(*held()) : static_cast<T>(std::forward<U>(otherwise));
    }

    // Goes on with a function that may fail itself and answers a result.
    template<typename function>
    auto and_then(function&& next) && {
        using answer = std::remove_cvref_t<std::invoke_result_t<function, T&&>>;
        static_assert(detail::is_result<answer>, "and_then() takes a function that may fail");
        return has_value() ? std::invoke(std::forward<function>(next), std::move(*held()))
                           : answer(std::move(*this).error());
    }

    // Goes on with a function that cannot fail.
    template<typename function>
    auto transform(function&& next) && {
        using answer = result<std::remove_cv_t<std::invoke_result_t<function, T&&>>>;
        if (!has_value())
            return answer(std::move(*this).error());
        if constexpr (std::is_void_v<typename answer::value_type>) {
            std::invoke(std::forward<function>(next), std::move(*held()));
            return answer();
        } else {
            return answer(std::invoke(std::forward<function>(next), std::move(*held())));
        }
    }

    // Mends a failure, or gives another: the function answers a result<T>.
    template<typename function>
    result or_else(function&& mend) && {
        return has_value() ? std::move(*this)
                           : std::invoke(std::forward<function>(mend), std::move(*this).error());
    }

  private:
    T* held() noexcept {
        assert(has_value());
        return std::get_if<0>(&state_);
    }
    const T* held() const noexcept {
        assert(has_value());
        return std::get_if<0>(&state_);
    }
    T& checked() noexcept {
        if (!has_value())
            detail::no_value();
        return *held();
    }

    std::variant<T, banos::error> state_;
};

// Success, or an error.
template<>
class [[nodiscard]] result<void> {
  public:
    using value_type = void;
    using error_type = banos::error;

    result() noexcept = default;
    result(banos::error failure) noexcept : state_(std::in_place_index<1>, std::move(failure)) {}

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    // Aborts the program after a failure.
    void value() const noexcept {
        if (!has_value())
            detail::no_value();
    }

    [[nodiscard]] const banos::error& error() const& noexcept {
        assert(!has_value());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] banos::error error() && noexcept {
        assert(!has_value());
        return std::move(*std::get_if<1>(&state_));
    }

    template<typename function>
    auto and_then(function&& next) && {
        using answer = std::remove_cvref_t<std::invoke_result_t<function>>;
        static_assert(detail::is_result<answer>, "and_then() takes a function that may fail");
        return has_value() ? std::invoke(std::forward<function>(next))
                           : answer(std::move(*this).error());
    }

    template<typename function>
    result or_else(function&& mend) && {
        return has_value() ? std::move(*this)
                           : std::invoke(std::forward<function>(mend), std::move(*this).error());
    }

  private:
    std::variant<std::monostate, banos::error> state_;
};

} // namespace banos

#endif

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The fields of an aggregate: how many, themselves, their names. The language has no such
// question in C++20, so the number is found by trying, and the names in what compilers call
// functions.
#ifndef BANOS_IPC_DETAIL_FIELDS_HPP
#define BANOS_IPC_DETAIL_FIELDS_HPP

#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace banos::ipc::detail {

inline constexpr std::size_t most_fields = 16;

// Initialises a field of any type. Not the owner itself: that would be a copy of it.
template<typename owner>
struct any_value {
    template<typename T>
    requires(!std::is_same_v<owner, T>) operator T() const { std::abort(); }
};

template<typename T, std::size_t... each>
constexpr bool takes_values(std::index_sequence<each...> /*count*/) {
    return requires {
        T{((void)each, any_value<T>())...};
    };
}

template<typename T, std::size_t most>
constexpr std::size_t count_fields() {
    if constexpr (most == 0 || takes_values<T>(std::make_index_sequence<most>()))
        return most;
    else
        return count_fields<T, most - 1>();
}

// One more than there may be is tried, too: a struct that is too large must not lose fields.
template<typename T>
inline constexpr std::size_t field_count = count_fields<T, most_fields + 1>();

// Calls a function with all fields of the value, by reference.
template<typename T, typename function>
[[gnu::always_inline]] constexpr decltype(auto) with_fields(T& value, function&& call) {
    constexpr std::size_t count = field_count<std::remove_const_t<T>>;
    static_assert(count <= most_fields, "a structure of a packet has at most 16 fields");
    if constexpr (count == 0) {
        return call();
    } else if constexpr (count == 1) {
        auto& [a] = value;
        return call(a);
    } else if constexpr (count == 2) {
        auto& [a, b] = value;
        return call(a, b);
    } else if constexpr (count == 3) {
        auto& [a, b, c] = value;
        return call(a, b, c);
    } else if constexpr (count == 4) {
        auto& [a, b, c, d] = value;
        return call(a, b, c, d);
    } else if constexpr (count == 5) {
        auto& [a, b, c, d, e] = value;
        return call(a, b, c, d, e);
    } else if constexpr (count == 6) {
        auto& [a, b, c, d, e, f] = value;
        return call(a, b, c, d, e, f);
    } else if constexpr (count == 7) {
        auto& [a, b, c, d, e, f, g] = value;
        return call(a, b, c, d, e, f, g);
    } else if constexpr (count == 8) {
        auto& [a, b, c, d, e, f, g, h] = value;
        return call(a, b, c, d, e, f, g, h);
    } else if constexpr (count == 9) {
        auto& [a, b, c, d, e, f, g, h, i] = value;
        return call(a, b, c, d, e, f, g, h, i);
    } else if constexpr (count == 10) {
        auto& [a, b, c, d, e, f, g, h, i, j] = value;
        return call(a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (count == 11) {
        auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
        return call(a, b, c, d, e, f, g, h, i, j, k);
    } else if constexpr (count == 12) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
        return call(a, b, c, d, e, f, g, h, i, j, k, l);
    } else if constexpr (count == 13) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = value;
        return call(a, b, c, d, e, f, g, h, i, j, k, l, m);
    } else if constexpr (count == 14) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = value;
        return call(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
    } else if constexpr (count == 15) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = value;
        return call(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
    } else if constexpr (count == 16) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = value;
        return call(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
    }
}

// The types of the fields, as std::tuple<...>.
template<typename T>
using field_types = decltype(with_fields(std::declval<T&>(), []<typename... fields>(fields&...) {
    return std::tuple<std::type_identity<fields>...>();
}));

// An object whose fields have addresses, but that is never made.
template<typename T>
union unmade {
    char nothing;
    T value;

    constexpr unmade() noexcept : nothing() {}
    constexpr ~unmade() {}
};
template<typename T>
inline constexpr unmade<T> example{};

template<typename T>
struct address {
    const T* of;
};

template<typename T, std::size_t index>
consteval auto address_of_field() {
    return with_fields(example<T>.value, [](const auto&... fields) {
        const auto& field = std::get<index>(std::tie(fields...));
        return address<std::remove_cvref_t<decltype(field)>>{&field};
    });
}

// Ends with "field)}" or "field}", and something that has no brace.
template<auto field>
consteval std::string_view signature_naming() {
    return __PRETTY_FUNCTION__;
}

constexpr bool is_of_a_name(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_';
}

constexpr std::string_view name_in(std::string_view signature) {
    std::size_t end = signature.rfind('}');
    while (!is_of_a_name(signature[end - 1]))
        end--;
    std::size_t begin = end;
    while (is_of_a_name(signature[begin - 1]))
        begin--;
    return signature.substr(begin, end - begin);
}

template<typename T, std::size_t index>
inline constexpr std::string_view
    field_name = name_in(signature_naming<address_of_field<T, index>()>());

// Has "named = some::structure]" in it, or a semicolon after that.
template<typename named>
consteval std::string_view signature_of_type() {
    return __PRETTY_FUNCTION__;
}

// Without its namespaces, of which compilers print some or all.
constexpr std::string_view type_in(std::string_view signature) {
    constexpr std::string_view before = "named = ";
    signature.remove_prefix(signature.find(before) + before.size());
    std::string_view name = signature.substr(0, signature.find_first_of("<;]"));
    return name.substr(name.rfind(':') + 1);
}

template<typename T>
inline constexpr std::string_view type_name = type_in(signature_of_type<T>());

struct sample {
    int first;
    bool second;
};
static_assert(field_count<sample> == 2 && field_name<sample, 1> == "second" &&
                  type_name<sample> == "sample",
              "this compiler names functions in another way");

} // namespace banos::ipc::detail

#endif

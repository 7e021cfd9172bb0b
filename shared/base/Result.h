// A value or an Error: how every expected failure travels. A subset of std::expected's interface.
#pragma once

#include "shared/base/Error.h"

#include <utility>
#include <variant>

namespace confab {

/// Success without a value.
struct Done {
    bool operator==(const Done&) const = default;
};

template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    bool hasValue() const { return m_state.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    /// Only after a check: a wrong access is a programmer's error.
    T& value() & { Q_ASSERT(hasValue()); return *std::get_if<0>(&m_state); }
    const T& value() const& { Q_ASSERT(hasValue()); return *std::get_if<0>(&m_state); }
    T&& value() && { Q_ASSERT(hasValue()); return std::move(*std::get_if<0>(&m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { Q_ASSERT(!hasValue()); return *std::get_if<1>(&m_state); }

private:
    std::variant<T, Error> m_state;
};

} // namespace confab

// The only macros that hide a `return`; their names say so.
#define TRY(expr)                                                        \
    do {                                                                 \
        if (auto tried_ = (expr); !tried_)                               \
            return tried_.error();                                       \
    } while (false)

#define TRY_VALUE(name, expr)                                            \
    auto name##Result = (expr);                                          \
    if (!name##Result)                                                   \
        return name##Result.error();                                     \
    auto& name = *name##Result

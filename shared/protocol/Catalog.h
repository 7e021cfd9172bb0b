// Every request, push and durable event there is; the one list from which routes, docs and tests are derived.
#pragma once

#include "shared/protocol/messages/Session.h"

namespace confab::protocol {

using AllRequests = decltype(SessionRequests{} + MessageRequests{} + RoomRequests{});
using AllPushes = decltype(SessionPushes{} + RoomPushes{});

template <typename List>
struct VariantOf;
template <typename... Ts>
struct VariantOf<TypeList<Ts...>> {
    using type = std::variant<Ts...>;
};

/// What a server says without being asked, besides durable events.
using AnyPush = VariantOf<AllPushes>::type;

namespace envelope {
inline constexpr Key type{"t", 0};
inline constexpr Key id{"i", 1};
inline constexpr Key reply{"r", 2};
inline constexpr Key clientId{"c", 3};
inline constexpr Key body{"d", 4};
inline constexpr Key ok{"ok", 1};
inline constexpr Key error{"err", 2};
inline constexpr Key event{"ev", 3};
inline constexpr Key eventKind{"kind", 0};
} // namespace envelope

/// A request type as data: how to make, decode and name one without knowing its C++ type.
struct RequestType {
    Key key;
    bool durable = false;
    const char* about = "";
    const Schema* (*schema)() = nullptr;
    const Schema* (*reply)() = nullptr;
    std::shared_ptr<void> (*make)() = nullptr;
};

/// In the order of AllRequests.
const QList<RequestType>& requestTypes();
/// Nothing when no request has that name or number.
const RequestType* findRequestType(const KeyRead& key);
/// The type of M; never null for members of AllRequests.
const RequestType* findRequestType(const Key& key);

} // namespace confab::protocol

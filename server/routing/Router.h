// From a request's type to its doors and its handler.
#pragma once

#include "server/routing/Guards.h"
#include "server/routing/Outcome.h"
#include "server/services/PasswordPool.h"

#include <QHash>

namespace confab::server {

/// How the answer of a durable request is kept for ever, and given again when the same request comes again.
template <typename Reply>
struct Kept {
    static QByteArray of(const Reply& reply)
    {
        auto writer = protocol::makeWriter(protocol::Encoding::Cbor);
        protocol::encodeObject(*writer, protocol::schemaOf<Reply>(), &reply);
        return writer->take();
    }
    static Result<Reply> again(const QByteArray& kept, Context&, Outcome&)
    {
        TRY_VALUE(reply, protocol::decodeReply<Reply>(protocol::Encoding::Cbor, kept));
        reply.dup = true;
        return reply;
    }
};

/// A room's state is never kept: the room is, and its present state is the answer.
template <>
struct Kept<protocol::RoomReply> {
    static QByteArray of(const protocol::RoomReply& reply) { return QByteArray::number(reply.room.id.value()); }
    static Result<protocol::RoomReply> again(const QByteArray& kept, Context& context, Outcome& outcome);
};

/// One row of the route table, free of C++ types of messages.
struct Route {
    const protocol::RequestType* type = nullptr;
    Doors doors;
    RoomNamed (*named)(const void* body) = nullptr;
    std::function<Result<Done>(const protocol::Request&, Context&, Outcome&)> handle;
    std::function<Result<Done>(const protocol::Request&, const QByteArray& kept, Context&, Outcome&)> again;
    /// Only for routes that hash a password between two visits to the core.
    std::function<Result<PasswordJob>(const protocol::Request&, Context&)> prepare = {};
    std::function<Result<Done>(const protocol::Request&, Context&, Outcome&, const PasswordAnswer&)> finish = {};
};

/// Built once at start, then only read: any thread.
class Router {
public:
    /// `handler(const M&, Context&, Outcome&)` gives Result<M::Reply>.
    template <typename M, typename Handler>
    void on(const Doors& doors, Handler handler);
    /// `prepare(const M&, Context&)` gives Result<PasswordJob>; the job runs in the pool (at once when it is empty), then
    /// `finish(const M&, Context&, Outcome&, const PasswordAnswer&)` gives Result<M::Reply>.
    template <typename M, typename Prepare, typename Finish>
    void onPassword(const Doors& doors, Prepare prepare, Finish finish);

    const Route* find(const protocol::RequestType* type) const;
    /// Names of requests without a route; empty in a sound program.
    QStringList missing() const;

private:
    template <typename M>
    static RoomNamed namedIn(const void* body);
    template <typename M>
    static Result<Done> conclude(const protocol::Request& request, const Context& context, Outcome& outcome, Result<typename M::Reply>&& reply);
    template <typename M>
    Route& add(const Doors& doors);

    QHash<const protocol::RequestType*, std::shared_ptr<Route>> m_routes;
};

template <typename M>
RoomNamed Router::namedIn(const void* body)
{
    const M& request = *static_cast<const M*>(body);
    RoomNamed named;
    if constexpr (requires { { request.room } -> std::convertible_to<RoomId>; })
        named.room = request.room;
    else if constexpr (requires { request.room.value_or(RoomId()); })
        named.room = request.room.value_or(RoomId());
    if constexpr (requires { request.epoch; })
        named.epoch = request.epoch;
    return named;
}

template <typename M>
Result<Done> Router::conclude(const protocol::Request& request, const Context& context, Outcome& outcome, Result<typename M::Reply>&& reply)
{
    TRY(reply);
    if constexpr (M::durable)
        outcome.kept = Kept<typename M::Reply>::of(*reply);
    if (request.id)
        outcome.reply = protocol::encodeReply(context.encoding, *request.id, *reply);
    return Done{};
}

template <typename M>
Route& Router::add(const Doors& doors)
{
    auto route = std::make_shared<Route>();
    route->type = protocol::findRequestType(M::type);
    route->doors = doors;
    route->named = namedIn<M>;
    if constexpr (M::durable) {
        route->again = [](const protocol::Request& request, const QByteArray& kept, Context& context, Outcome& outcome) -> Result<Done> {
            TRY_VALUE(reply, Kept<typename M::Reply>::again(kept, context, outcome));
            reply.dup = true;
            outcome.reply = protocol::encodeReply(context.encoding, *request.id, reply);
            return Done{};
        };
    }
    m_routes.insert(route->type, route);
    return *route;
}

template <typename M, typename Handler>
void Router::on(const Doors& doors, Handler handler)
{
    static_assert(std::is_same_v<std::invoke_result_t<Handler, const M&, Context&, Outcome&>, Result<typename M::Reply>>,
        "a handler gives the reply of its request");
    add<M>(doors).handle = [handler](const protocol::Request& request, Context& context, Outcome& outcome) {
        return conclude<M>(request, context, outcome, handler(request.as<M>(), context, outcome));
    };
}

template <typename M, typename Prepare, typename Finish>
void Router::onPassword(const Doors& doors, Prepare prepare, Finish finish)
{
    Route& route = add<M>(doors);
    route.prepare = [prepare](const protocol::Request& request, Context& context) { return prepare(request.as<M>(), context); };
    route.finish = [finish](const protocol::Request& request, Context& context, Outcome& outcome, const PasswordAnswer& answer) {
        return conclude<M>(request, context, outcome, finish(request.as<M>(), context, outcome, answer));
    };
}

} // namespace confab::server

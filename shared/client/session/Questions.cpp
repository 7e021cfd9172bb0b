// Which requests wait for a link, which fail without one.
#include "shared/client/session/Questions.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace confab::client {

void Questions::once(const std::function<void(Requests&)>& send, Fail fail)
{
    if (m_online)
        send(m_requests);
    else
        failLater(std::move(fail));
}

void Questions::untilAnswered(SendDurable send, Fail fail)
{
    const quint64 id = ++m_lastId;
    m_durable.emplace(id, Durable{std::move(send), std::move(fail)});
    if (m_online)
        put(id);
}

void Questions::online()
{
    m_online = true;
    QList<quint64> waiting;
    for (const auto& [id, question] : m_durable) {
        if (!question.onTheWire)
            waiting.append(id);
    }
    for (const quint64 id : waiting)
        put(id);
}

void Questions::stop(const Error& error)
{
    m_online = false;
    const auto open = std::exchange(m_durable, {});
    for (const auto& [id, question] : open)
        failLater([fail = question.fail, error](const Error&) { fail(error); });
}

void Questions::put(quint64 id)
{
    const auto found = m_durable.find(id);
    if (found == m_durable.end())
        return;
    found->second.onTheWire = true;
    const auto send = found->second.send;
    send(
        m_requests, [this, id] { m_durable.erase(id); },
        [this, id] {
            if (const auto lost = m_durable.find(id); lost != m_durable.end())
                lost->second.onTheWire = false;
        });
}

void Questions::failLater(Fail fail)
{
    m_failing.append(std::move(fail));
    m_later.startOnce(0, [this] {
        const auto failing = std::exchange(m_failing, {});
        for (const Fail& one : failing)
            one(Error{ErrorCode::Unavailable, u"not connected"_s});
    });
}

} // namespace confab::client

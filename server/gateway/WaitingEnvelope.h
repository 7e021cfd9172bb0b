// One encoded envelope on its way out, shared by all connections of a thread that wait to send it.
#pragma once

#include <QByteArray>

#include <utility>

namespace confab::server {

/// A counted reference to bytes, and whether they answer a request. One thread: counting is a plain addition, and two references
/// are equal when they are to the same bytes, which costs a room's thousand listeners less than comparing or counting QByteArrays.
class WaitingEnvelope {
public:
    WaitingEnvelope() = default;
    explicit WaitingEnvelope(const QByteArray& bytes, bool isReply = false) : m_held(new Held{bytes, 1, isReply}) { }
    WaitingEnvelope(const WaitingEnvelope& other) noexcept : m_held(other.m_held)
    {
        if (m_held)
            ++m_held->users;
    }
    WaitingEnvelope(WaitingEnvelope&& other) noexcept : m_held(std::exchange(other.m_held, nullptr)) { }
    WaitingEnvelope& operator=(WaitingEnvelope other) noexcept
    {
        std::swap(m_held, other.m_held);
        return *this;
    }
    ~WaitingEnvelope()
    {
        if (m_held && --m_held->users == 0)
            delete m_held;
    }

    explicit operator bool() const { return m_held != nullptr; }
    /// Not of an empty reference.
    const QByteArray& bytes() const { return m_held->bytes; }
    bool isReply() const { return m_held->isReply; }
    bool operator==(const WaitingEnvelope& other) const { return m_held == other.m_held; }

private:
    struct Held {
        QByteArray bytes;
        quint32 users;
        bool isReply;
    };

    Held* m_held = nullptr;
};

} // namespace confab::server

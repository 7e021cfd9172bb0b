// One encoded envelope on its way out, shared by all connections of a thread that wait to send it.
#pragma once

#include <QByteArray>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

namespace confab::server {

/// A counted reference to bytes, and whether they answer a request. One thread: counting is a plain addition, and two references
/// are equal when they are to the same bytes, which costs a room's thousand listeners less than comparing or counting QByteArrays.
class WaitingEnvelope {
public:
    WaitingEnvelope() = default;
    explicit WaitingEnvelope(const QByteArray& bytes, bool isReply = false) : m_held(new Held(bytes, isReply)) { }

    /// Not of an empty reference.
    const QByteArray& bytes() const { return m_held->bytes; }
    bool isReply() const { return m_held->isReply; }
    bool operator==(const WaitingEnvelope& other) const { return m_held == other.m_held; }

private:
    struct Held : boost::intrusive_ref_counter<Held, boost::thread_unsafe_counter> {
        Held(const QByteArray& all, bool answers) : bytes(all), isReply(answers) { }
        const QByteArray bytes;
        const bool isReply;
    };

    boost::intrusive_ptr<const Held> m_held;
};

} // namespace confab::server

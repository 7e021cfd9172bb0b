// What is said to the reference server: one frame names a room, every later one is passed on to all in it.
#pragma once

#include "tests/bench/load/Crowd.h"

namespace confab::bench {

/// Messages are as long as a confabd event with the same text, so both servers move the same bytes.
class ReferenceDialect final : public Dialect {
public:
    explicit ReferenceDialect(protocol::Encoding encoding)
        : m_encoding(encoding)
    {
    }

    std::string_view path() const override { return "/"; }
    std::string_view subprotocol() const override { return "reference"; }
    protocol::Encoding encoding() const override { return m_encoding; }
    bool isNumbered() const override { return false; }

    void upgraded(Crowd& crowd, Peer& peer) override;
    void envelope(Crowd& crowd, Peer& peer, std::string_view whole) override;
    void repair(Crowd&, Peer&) override { }
    void post(Crowd& crowd, Peer& peer, qint64 stampNs, int length) override;

private:
    protocol::Encoding m_encoding;
    qint64 m_posted = 0;
};

} // namespace confab::bench

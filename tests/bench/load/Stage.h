// A server under test with its crowd: accounts made, people connected, rooms entered.
#pragma once

#include "tests/bench/load/ConfabDialect.h"
#include "tests/bench/load/ReferenceDialect.h"
#include "tests/bench/load/Subject.h"

namespace confab::bench {

class Stage {
public:
    enum class Kind : quint8 { Confab, Reference };

    Stage(Kind kind, const Places& places, protocol::Encoding encoding);

    /// Makes `people` accounts and starts the server.
    Result<Done> open(int people);
    /// Connects everybody who is not, at most `atOnce` at a time; fails when somebody is refused or `limitSeconds` pass.
    Result<Done> connectAll(int atOnce = 256, double limitSeconds = 120);
    /// Everybody enters their room: peer i is in room i modulo `rooms`. The reference did so while connecting.
    Result<Done> enterRooms(int rooms, double limitSeconds = 120);
    /// open, connectAll and enterRooms.
    Result<Done> prepare(int people, int rooms);

    Subject& subject() { return *m_subject; }
    Crowd& crowd() { return *m_crowd; }
    Dialect& dialect() { return *m_dialect; }
    /// Only of a stage of confabd.
    ConfabDialect& confab() { return *m_confab; }
    /// Places of the reference are known before it connects.
    void plan(int rooms);

private:
    Error trouble(const QString& what);

    std::unique_ptr<Subject> m_subject;
    std::unique_ptr<Dialect> m_dialect;
    ConfabDialect* m_confab = nullptr;
    std::unique_ptr<Crowd> m_crowd;
};

std::string roomName(int place);

} // namespace confab::bench

// Works out what could stand at the cursor; used by CommandTable::complete.
#pragma once

#include "shared/client/commands/CommandTable.h"

namespace confab::client {

/// People are ranked by who spoke last in this room, then its members, then everybody else. Case and accents make no difference.
class Completer {
public:
    /// All must outlive the completer, which is made for one question.
    Completer(const CommandTable& table, const Store& store, RoomId room);

    Completions complete(QStringView line, int cursor) const;

    static constexpr int maxCandidates = 50;

private:
    struct Word {
        int start = 0;
        QString text;            // up to the cursor
        bool startsLine = false; // nothing but blanks before it on its line
    };
    enum class PersonForm : quint8 { Address, Mention, Argument };

    static Word wordAt(QStringView line, int cursor);
    QList<Candidate> candidatesFor(QStringView line, const Word& word) const;
    QList<Candidate> commands(const QString& prefix) const;
    QList<Candidate> commandNames(const QString& prefix) const;
    QList<Candidate> arguments(const Command& command, const QString& before, const Word& word) const;
    QList<Candidate> people(const QString& prefix, PersonForm form) const;
    QList<Candidate> rooms(const QString& prefix) const;
    static QList<Candidate> emoji(const QString& prefix);
    QList<protocol::User> rankedPeople() const;
    bool isOffered(const Command& command) const;

    const CommandTable& m_table;
    const Store& m_store;
    RoomId m_room;
};

} // namespace confab::client

// Works out what could stand at the cursor.
#include "shared/client/commands/Completer.h"

#include "shared/client/text/CommandLine.h"
#include "shared/client/text/Emoji.h"
#include "shared/client/text/SearchFold.h"

#include <QSet>

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

/// Whether a name, or a later word of it, begins with what was typed.
bool begins(const QString& name, const QString& foldedPrefix)
{
    const QString folded = foldForSearch(name);
    return folded.startsWith(foldedPrefix) || folded.contains(u' ' + foldedPrefix);
}

QString quotedArgument(QChar sign, const QString& name)
{
    const bool hasBlank = std::any_of(name.cbegin(), name.cend(), [](QChar c) { return c.isSpace(); });
    return hasBlank ? sign + u'"' + name + u'"' : sign + name;
}

/// "@ann" and "@\"ann": what was typed of a name.
QString typedName(const QString& word)
{
    const QString name = word.mid(1);
    return name.startsWith(u'"') ? name.mid(1) : name;
}

} // namespace

Completer::Completer(const CommandTable& table, const Store& store, RoomId room)
    : m_table(table)
    , m_store(store)
    , m_room(room)
{
}

Completer::Word Completer::wordAt(QStringView line, int cursor)
{
    int start = cursor;
    while (start > 0 && !line.at(start - 1).isSpace())
        --start;
    Word word{start, line.mid(start, cursor - start).toString(), true};
    for (int at = start - 1; at >= 0 && line.at(at) != u'\n' && word.startsLine; --at)
        word.startsLine = line.at(at).isSpace();
    return word;
}

Completions Completer::complete(QStringView line, int cursor) const
{
    cursor = std::clamp(cursor, 0, int(line.size()));
    const Word word = wordAt(line, cursor);
    Completions result{word.start, cursor - word.start, candidatesFor(line, word)};
    if (result.candidates.size() > maxCandidates)
        result.candidates.resize(maxCandidates);
    // The blank that is there already does for the one that candidates end with.
    const bool blankFollows = cursor < line.size() && line.at(cursor) == u' ';
    const auto endsWithBlank = [](const Candidate& one) { return one.text.endsWith(u' '); };
    if (blankFollows && !result.isEmpty() && std::all_of(result.candidates.cbegin(), result.candidates.cend(), endsWithBlank))
        ++result.length;
    return result;
}

QList<Candidate> Completer::candidatesFor(QStringView line, const Word& word) const
{
    const TypedLine typed = parseLine(line.toString());
    const bool isCommand = typed.kind == LineKind::Command || typed.kind == LineKind::CommandList;
    const QString before = line.left(word.start).toString();
    if (isCommand && before.trimmed().isEmpty())
        return commands(word.text.mid(1));
    if (word.text.startsWith(u':') && word.text.size() > 1)
        return emoji(word.text);
    if (const Command* command = isCommand ? m_table.find(typed.name) : nullptr) {
        const qsizetype name = before.indexOf(u'/') + 1 + typed.name.size();
        return arguments(*command, before.mid(name), word);
    }
    if (isCommand || word.text.isEmpty())
        return {};
    if (word.text.startsWith(u'@'))
        return people(typedName(word.text), PersonForm::Mention);
    if (word.text.startsWith(u'#'))
        return rooms(typedName(word.text));
    return people(word.text, word.startsLine ? PersonForm::Address : PersonForm::Mention);
}

bool Completer::isOffered(const Command& command) const
{
    const Room* room = m_store.room(m_room);
    if (command.needs == Needs::Room && !room)
        return false;
    return !command.right || (room && room->can(*command.right));
}

QList<Candidate> Completer::commands(const QString& prefix) const
{
    const QString typed = prefix.toLower();
    QList<Candidate> byName;
    QList<Candidate> byAlias;
    for (const Command& one : m_table.all()) {
        if (!isOffered(one))
            continue;
        const QString hint = one.usage.isEmpty() ? one.summary : one.usage + u" — "_s + one.summary;
        if (one.name.startsWith(typed)) {
            byName.append({u'/' + one.name + u' ', u'/' + one.name, hint});
            continue;
        }
        for (const QString& alias : one.aliases) {
            if (alias.startsWith(typed))
                byAlias.append({u'/' + alias + u' ', u'/' + alias, u"= /"_s + one.name + u' ' + hint});
        }
    }
    const auto byText = [](const Candidate& one, const Candidate& other) { return one.text < other.text; };
    std::sort(byName.begin(), byName.end(), byText);
    std::sort(byAlias.begin(), byAlias.end(), byText);
    return byName + byAlias;
}

QList<Candidate> Completer::commandNames(const QString& prefix) const
{
    QList<Candidate> names = commands(prefix.startsWith(u'/') ? prefix.mid(1) : prefix);
    for (Candidate& one : names)
        one.text = one.text.mid(1);
    return names;
}

QList<Candidate> Completer::arguments(const Command& command, const QString& before, const Word& word) const
{
    const bool isFirst = before.trimmed().isEmpty();
    if (word.text.startsWith(u'@'))
        return people(typedName(word.text), isFirst || !command.takesText ? PersonForm::Argument : PersonForm::Mention);
    if (word.text.startsWith(u'#'))
        return rooms(typedName(word.text));

    QList<Candidate> found;
    for (const QString& one : command.words) {
        const bool isFlag = one.startsWith("--"_L1);
        const bool isWanted = isFlag ? word.text.startsWith(u'-') || (isFirst && word.text.isEmpty()) : isFirst;
        if (isWanted && one.startsWith(word.text, Qt::CaseInsensitive))
            found.append({one.endsWith(u'=') ? one : one + u' ', one, {}});
    }
    // Behind its first argument, a command that takes text is like talk.
    const Completes kind = command.takesText && !isFirst ? Completes::Text : command.completes;
    switch (kind) {
    case Completes::Nothing:
        break;
    case Completes::People:
        found = people(word.text, PersonForm::Argument) + found;
        break;
    case Completes::Rooms:
        found = rooms(word.text) + found;
        break;
    case Completes::PeopleAndRooms:
        found = rooms(word.text) + people(word.text, PersonForm::Argument) + found;
        break;
    case Completes::Commands:
        found = isFirst ? commandNames(word.text) : found;
        break;
    case Completes::Text:
        if (!word.text.isEmpty())
            found += people(word.text, PersonForm::Mention);
        break;
    }
    return found;
}

QList<protocol::User> Completer::rankedPeople() const
{
    QList<protocol::User> everybody = m_store.people();
    everybody.removeIf([this](const protocol::User& one) { return one.id == m_store.self().id; });
    const MemberList& members = m_store.members(m_room);
    const Room* room = m_store.room(m_room);
    QSet<UserId> here;
    for (const protocol::Member& one : members.members())
        here.insert(one.id);
    if (room && room->peer)
        here.insert(room->peer->id);
    using Key = std::tuple<qint64, int, QString, UserId>;
    const auto keyOf = [&](const protocol::User& one) {
        return Key{-m_store.lastSpoke(m_room, one.id).value(), here.contains(one.id) ? 0 : 1, foldForSearch(one.display), one.id};
    };
    QHash<UserId, Key> keys;
    for (const protocol::User& one : std::as_const(everybody))
        keys.insert(one.id, keyOf(one));
    std::sort(everybody.begin(), everybody.end(),
        [&](const protocol::User& one, const protocol::User& other) { return keys.value(one.id) < keys.value(other.id); });
    return everybody;
}

QList<Candidate> Completer::people(const QString& prefix, PersonForm form) const
{
    const QString folded = foldForSearch(prefix);
    QList<Candidate> found;
    if (folded.isEmpty() && !prefix.isEmpty())
        return found;
    for (const protocol::User& one : rankedPeople()) {
        if (!begins(one.name, folded) && !begins(one.display, folded))
            continue;
        const QString handle = one.name.isEmpty() ? one.display : one.name;
        QString text;
        switch (form) {
        case PersonForm::Address:
            text = handle + ": "_L1;
            break;
        case PersonForm::Mention:
            text = u'@' + handle + u' ';
            break;
        case PersonForm::Argument:
            text = quotedArgument(u'@', handle) + u' ';
            break;
        }
        found.append({text, handle, one.display == handle ? QString{} : one.display});
    }
    return found;
}

QList<Candidate> Completer::rooms(const QString& prefix) const
{
    const QString folded = foldForSearch(prefix);
    std::map<std::tuple<bool, QString, RoomId>, Candidate> found;
    for (const RoomId id : m_store.rooms()) {
        const Room* room = m_store.room(id);
        if (room->name.isEmpty() || (!begins(room->name, folded) && !begins(room->title, folded)))
            continue;
        const QString hint = room->title.isEmpty() || room->title == room->name ? room->topic : room->title;
        // The room one is in is what people mean least.
        found.emplace(std::tuple{id == m_room, foldForSearch(room->name), id},
            Candidate{quotedArgument(u'#', room->name) + u' ', u'#' + room->name, hint});
    }
    QList<Candidate> sorted;
    for (const auto& [key, one] : found)
        sorted.append(one);
    return sorted;
}

QList<Candidate> Completer::emoji(const QString& prefix)
{
    QList<Candidate> found;
    for (const EmojiEntry& one : emojiWithPrefix(prefix))
        found.append({one.text + u' ', u':' + one.shortcode + u':', one.text});
    return found;
}

} // namespace confab::client

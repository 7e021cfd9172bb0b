// The single-line bars: the room's title on top, the state of things at the bottom, and candidates over it while completing.
#include "client-tui/views/Bars.h"

#include "client-tui/term/Grapheme.h"
#include "shared/client/text/Sanitiser.h"

#include <algorithm>

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::ConnectionPhase;
using client::StopReason;
using client::UnreadLevel;

namespace {

QString stoppedText(StopReason why)
{
    switch (why) {
    case StopReason::NeedsSignIn:
        return u"not signed in"_s;
    case StopReason::AuthFailed:
        return u"sign-in refused"_s;
    case StopReason::Revoked:
        return u"signed out elsewhere"_s;
    case StopReason::WrongProtocol:
        return u"this program is too old or too new for the server"_s;
    case StopReason::BadAddress:
        return u"the address is not usable"_s;
    case StopReason::None:
        break;
    }
    return u"stopped"_s;
}

/// A bar is filled from the left; what does not fit any more is left out as a whole.
class BarWriter {
public:
    BarWriter(const Canvas& canvas, const Style& back)
        : m_canvas(canvas)
        , m_right(canvas.width() - 1)
    {
        canvas.fillAll(back);
    }

    void addRight(const QString& text, const Style& style)
    {
        if (!text.isEmpty() && textWidth(text) <= m_right - m_left - 2)
            m_right = m_canvas.putRight(m_right, 0, text, style) - 2;
    }
    /// False when there was no place.
    bool add(const QString& text, const Style& style, int gap = 2)
    {
        const int start = m_left == 1 ? 1 : m_left + gap;
        if (text.isEmpty() || start + textWidth(text) > m_right)
            return false;
        m_left = start + m_canvas.put({start, 0}, text, style);
        return true;
    }
    /// As much of it as there is place for.
    void addElided(const QString& text, const Style& style)
    {
        const int start = m_left == 1 ? 1 : m_left + 2;
        if (m_right - start >= 4)
            m_left = start + m_canvas.put({start, 0}, elided(text, m_right - start), style);
    }

private:
    Canvas m_canvas;
    int m_left = 1;
    int m_right;
};

QString newsText(const client::Store& store, const RoomNumbers& numbers, RoomId id)
{
    const client::Room* room = store.room(id);
    return u"%1:%2(%3)"_s.arg(numbers.numberOf(id)).arg(elided(store.roomLabel(id), 16)).arg(room->unread);
}

} // namespace

QString connectionText(const client::ConnectionState& state)
{
    switch (state.phase) {
    case ConnectionPhase::Offline:
        return u"offline"_s;
    case ConnectionPhase::Connecting:
        return u"connecting"_s;
    case ConnectionPhase::Authenticating:
        return u"signing in"_s;
    case ConnectionPhase::Attaching:
        return u"catching up"_s;
    case ConnectionPhase::Online:
        return u"online"_s;
    case ConnectionPhase::WaitingToRetry:
        return u"no connection, next try in %1 s"_s.arg((state.msLeft + 999) / 1000);
    case ConnectionPhase::Stopped:
        break;
    }
    return stoppedText(state.why);
}

QString typingText(const client::Store& store, RoomId room)
{
    const QList<UserId> people = room.isValid() ? store.typing(room) : QList<UserId>();
    if (people.isEmpty())
        return {};
    const auto name = [&](qsizetype i) { return client::isolated(elided(store.displayName(people[i]), 16)); };
    if (people.size() == 1)
        return name(0) + u" is typing"_s;
    return people.size() == 2 ? name(0) + u" and "_s + name(1) + u" are typing"_s : u"several people are typing"_s;
}

void drawTitle(const Canvas& canvas, const Theme& theme, const client::Store& store, RoomId id)
{
    BarWriter bar(canvas, theme.bar);
    const client::Room* room = id.isValid() ? store.room(id) : nullptr;
    if (!room) {
        bar.add(u"Confab"_s, theme.barStrong);
        return;
    }
    const client::MemberList& members = store.members(id);
    if (canvas.width() >= 60 && !room->isDirect() && members.state() != client::MembersState::Unknown)
        bar.addRight(u"%1 of %2 here"_s.arg(members.online()).arg(members.total()), theme.barDim);
    bar.addElided(store.roomLabel(id), theme.barStrong);
    QString about = room->topic.isEmpty() ? room->title : room->topic;
    about.replace(u'\n', u' ');
    if (!about.isEmpty() && about != store.roomLabel(id))
        bar.addElided(about, theme.bar);
}

QList<RoomId> roomsWithNews(const client::Store& store, const RoomNumbers& numbers, RoomId current)
{
    QList<RoomId> rooms;
    const auto levelOf = [&store](RoomId id) {
        const client::Room* room = store.room(id);
        const bool isMuted = room && room->mutedUntil && room->mutedUntil->value() > store.clock().now().value();
        return !room || isMuted ? UnreadLevel::None : client::unreadLevel(*room);
    };
    for (const RoomId room : numbers.inOrder()) {
        if (room != current && levelOf(room) != UnreadLevel::None)
            rooms.append(room);
    }
    std::stable_sort(rooms.begin(), rooms.end(), [&](RoomId one, RoomId other) { return levelOf(one) > levelOf(other); });
    return rooms;
}

void drawStatus(const Canvas& canvas, const Theme& theme, const client::Store& store, const RoomNumbers& numbers, const StatusFacts& facts)
{
    BarWriter bar(canvas, theme.bar);
    const bool isOnline = facts.connection.isOnline();
    const bool isTrouble = facts.connection.phase == ConnectionPhase::Stopped || facts.connection.phase == ConnectionPhase::WaitingToRetry;
    const Style state = isOnline ? theme.barGood : isTrouble ? theme.barAlert : theme.barWarning;
    bar.add((isOnline ? u"● "_s : u"○ "_s) + elided(connectionText(facts.connection), canvas.width() - 4), state);
    if (facts.undelivered > 0)
        bar.add(u"%1 to send"_s.arg(facts.undelivered), theme.barWarning);
    if (store.self().id.isValid() && canvas.width() >= 60)
        bar.add(elided(store.self().display, 16), theme.bar);
    if (facts.room.isValid() && canvas.width() >= 60)
        bar.add(u"%1:%2"_s.arg(numbers.numberOf(facts.room)).arg(elided(store.roomLabel(facts.room), 20)), theme.barDim);

    // Somebody typing comes and goes: it stands at the right and moves nothing.
    bar.addRight(typingText(store, facts.room), theme.barDim);
    bool isFirst = true;
    for (const RoomId id : roomsWithNews(store, numbers, facts.room)) {
        const bool isImportant = client::unreadLevel(*store.room(id)) > UnreadLevel::Activity;
        if (isFirst && !bar.add(u"Act:"_s, theme.barDim))
            break;
        if (!bar.add(newsText(store, numbers, id), isImportant ? theme.barMention : theme.bar, 1))
            break;
        isFirst = false;
    }
}

void drawCandidates(const Canvas& canvas, const Theme& theme, const client::Completions& completions, int chosen)
{
    const qsizetype count = completions.candidates.size();
    if (count == 0)
        return;
    canvas.fillAll(theme.bar);
    const client::Candidate& current = completions.candidates.at(chosen);
    int right = canvas.width() - 1;
    const QString hint = elided(current.hint, canvas.width() * 2 / 5);
    if (!hint.isEmpty())
        right = canvas.putRight(right, 0, hint, theme.barDim) - 2;

    // Starts at the first candidate from which the chosen one still fits.
    const auto label = [&](qsizetype i) { return elided(completions.candidates.at(i).label, 24); };
    qsizetype first = 0;
    const auto widthTo = [&](qsizetype from) {
        int width = 1;
        for (qsizetype i = from; i <= chosen; ++i)
            width += textWidth(label(i)) + 2;
        return width;
    };
    while (first < chosen && widthTo(first) > right)
        ++first;
    int column = 1;
    for (qsizetype i = first; i < count; ++i) {
        const QString text = u' ' + label(i) + u' ';
        if (column + textWidth(text) > right)
            break;
        column += canvas.put({column, 0}, text, i == chosen ? theme.selected : theme.bar);
    }
}

} // namespace confab::tui

// The fake server's answers.
#include "tests/support/FakeServer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace confab::test {

using namespace protocol;

FakeServer::FakeServer(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
    hello.server = ServerAbout{u"fake-1"_s, u"Fake"_s, u"0"_s};
    hello.ts = clock.now();
    hello.auth = {AuthMethod::Password, AuthMethod::Token, AuthMethod::Guest};
    tokens.insert(u"token-ann"_s, User{UserId(1), u"ann"_s, u"Ann"_s});
    tokens.insert(u"token-bob"_s, User{UserId(2), u"bob"_s, u"Bob"_s});
}

FakeRoom& FakeServer::addRoom(RoomId id, const QString& name)
{
    FakeRoom& room = rooms[id];
    room.state.id = id;
    room.state.name = name;
    room.state.epoch = Epoch(1000 + id.value());
    room.state.isPublic = true;
    room.state.role = RoomRole::Member;
    room.state.rights = {Right::CreateMessages, Right::EditOwnMessages, Right::DeleteOwnMessages};
    return room;
}

Seq FakeServer::say(RoomId room, const QString& text, UserId by)
{
    MessagePosted event;
    event.by = by;
    event.text = text;
    return append(room, event);
}

Seq FakeServer::append(RoomId id, AnyEvent event)
{
    FakeRoom& room = rooms[id];
    EventHead& head = headOf(event);
    head.room = id;
    head.seq = Seq(room.log.size() + 1);
    // Each event has a time of its own, so that "a known seq with another ts" means something.
    head.ts = TimeMs(m_clock.now().value() + head.seq.value());
    if (head.by.isValid()) {
        const auto person = std::find_if(tokens.begin(), tokens.end(), [&](const User& one) { return one.id == head.by; });
        head.name = person == tokens.end() ? u"somebody"_s : person->display;
    }
    room.log.append(event);
    if (!mute && !silent)
        pushEvent(event);
    return head.seq;
}

void FakeServer::pushEvent(const AnyEvent& event)
{
    for (FakeLink* link : std::as_const(m_links)) {
        AnyEvent seen = event;
        if (headOf(seen).by != link->user)
            headOf(seen).c.reset();
        if (link->attached)
            link->send(encodeEvent(link->encoding, seen));
    }
}

void FakeServer::push(const AnyPush& push)
{
    for (FakeLink* link : std::as_const(m_links))
        std::visit([&](const auto& one) { link->send(encodePush(link->encoding, one)); }, push);
}

void FakeServer::closeAll(int code, const QString& reason)
{
    for (FakeLink* link : QList(m_links))
        link->close(code, reason);
}

void FakeServer::release()
{
    m_held.clear();
    for (const auto& [link, envelope] : std::exchange(m_heldAnswers, {})) {
        if (m_links.contains(link))
            link->send(envelope);
    }
}

int FakeServer::count(const Key& type) const
{
    return int(std::count_if(heard.begin(), heard.end(), [&](const Heard& one) { return one.type == type.text(); }));
}

QStringList FakeServer::texts(RoomId room) const
{
    QStringList texts;
    for (const AnyEvent& event : rooms.value(room).log) {
        if (const auto* message = std::get_if<MessagePosted>(&event))
            texts.append(message->text);
    }
    return texts;
}

void FakeServer::join(FakeLink* link)
{
    m_links.append(link);
    if (!silent)
        link->send(encodePush(link->encoding, hello));
}

void FakeServer::leave(FakeLink* link)
{
    m_links.removeAll(link);
    m_heldAnswers.removeIf([link](const auto& one) { return one.first == link; });
}

void FakeServer::take(FakeLink* link, const QByteArray& frame)
{
    ++frames;
    FrameReader reader(link->encoding, frame);
    while (m_links.contains(link)) {
        const auto envelope = reader.next();
        if (!envelope) {
            link->close(4002, envelope.error().message);
            return;
        }
        if (!*envelope)
            return;
        const auto request = decodeRequest(link->encoding, **envelope);
        if (!request) {
            link->close(4002, request.error().field + u' ' + request.error().message);
            return;
        }
        heard.append({request->type->key.text(), *request});
        if (!silent)
            takeRequest(link, *request);
    }
}

void FakeServer::deliver(FakeLink* link, const QString& type, const QByteArray& envelope)
{
    if (m_held.contains(type))
        m_heldAnswers.append({link, envelope});
    else
        link->send(envelope);
}

template <typename Reply>
void FakeServer::answer(FakeLink* link, const Request& request, const Reply& reply)
{
    deliver(link, request.type->key.text(), encodeReply(link->encoding, *request.id, reply));
}

void FakeServer::takeRequest(FakeLink* link, const Request& request)
{
    const Key& type = request.type->key;
    if (!request.id)
        return;
    if (auto& refusals = m_refusals[type.text()]; !refusals.isEmpty()) {
        deliver(link, type.text(), encodeError(link->encoding, *request.id, refusals.takeFirst()));
        return;
    }
    if (type == Authenticate::type)
        authenticate(link, request);
    else if (type == Attach::type)
        attach(link, request);
    else if (type == PostMessage::type || type == EditMessage::type || type == DeleteMessage::type)
        change(link, request);
    else if (type == SyncRoom::type)
        sync(link, request);
    else if (type == RoomHistory::type)
        history(link, request);
    else if (type == RoomChanges::type)
        changes(link, request);
    else if (type == Ping::type)
        answer(link, request, Ping::Reply{m_clock.now()});
    else if (type == ListMembers::type)
        answer(link, request, ListMembers::Reply{});
    else if (type == MarkRead::type)
        answer(link, request, MarkRead::Reply{request.as<MarkRead>().seq, 0, 0});
    else if (type == JoinRoom::type)
        answer(link, request, RoomReply{rooms[request.as<JoinRoom>().room.value_or(RoomId(1))].state, {}});
    else
        answer(link, request, DoneReply{});
}

void FakeServer::authenticate(FakeLink* link, const Request& request)
{
    const auto& auth = request.as<Authenticate>();
    Authenticate::Reply reply;
    reply.role = ServerRole::Member;
    reply.session = SessionId(7);
    if (auth.method == AuthMethod::Token && tokens.contains(auth.token.value_or(QString()))) {
        reply.user = tokens.value(*auth.token);
    } else if (auth.method == AuthMethod::Password && auth.secret == password) {
        reply.user = User{UserId(1), auth.user.value_or(QString()), u"Ann"_s};
        reply.token = u"token-ann"_s;
    } else {
        deliver(link, request.type->key.text(), encodeError(link->encoding, *request.id, Error{ErrorCode::AuthFailed, u"no"_s}));
        return;
    }
    link->user = reply.user.id;
    answer(link, request, reply);
}

void FakeServer::attach(FakeLink* link, const Request& request)
{
    const auto& attach = request.as<Attach>();
    Attach::Reply reply;
    reply.self = User{link->user, u"ann"_s, u"Ann"_s};
    for (const FakeRoom& room : std::as_const(rooms)) {
        RoomState state = room.state;
        state.head = room.head();
        if (!room.log.isEmpty())
            state.lastTs = headOf(room.log.last()).ts;
        for (const Have& have : attach.have) {
            if (have.room != state.id)
                continue;
            const bool other = have.epoch != state.epoch || have.seq > state.head
                || (have.seq.value() > 0 && headOf(room.log.at(have.seq.value() - 1)).ts != have.ts);
            const qint64 missed = state.head.value() - have.seq.value();
            if (other)
                state.reset = true;
            else if (missed > inlineEvents || have.seq < state.floor)
                state.gap = true;
            else
                state.ev = room.log.mid(have.seq.value());
        }
        reply.rooms.append(state);
    }
    for (const Have& have : attach.have) {
        if (!rooms.contains(have.room))
            reply.gone.append(have.room);
    }
    link->attached = true;
    answer(link, request, reply);
}

void FakeServer::change(FakeLink* link, const Request& request)
{
    AnyEvent event;
    RoomId id;
    if (request.type->key == PostMessage::type) {
        const auto& post = request.as<PostMessage>();
        MessagePosted posted;
        posted.text = post.text;
        posted.replyTo = post.replyTo;
        posted.action = post.action;
        id = post.room;
        event = posted;
    } else if (request.type->key == EditMessage::type) {
        const auto& edit = request.as<EditMessage>();
        MessageEdited edited;
        edited.of = edit.of;
        edited.text = edit.text;
        id = edit.room;
        event = edited;
    } else {
        MessageDeleted deleted;
        deleted.of = request.as<DeleteMessage>().of;
        id = request.as<DeleteMessage>().room;
        event = deleted;
    }
    if (!rooms.contains(id)) {
        deliver(link, request.type->key.text(), encodeError(link->encoding, *request.id, Error{ErrorCode::NoSuchRoom, u"no"_s}));
        return;
    }
    FakeRoom& room = rooms[id];
    if (const auto done = room.done.constFind(*request.c); done != room.done.constEnd()) {
        PostMessage::Reply again = *done;
        again.dup = true;
        answer(link, request, again);
        return;
    }
    headOf(event).by = link->user;
    headOf(event).c = request.c;
    const bool wasMute = std::exchange(mute, mute || answerFirst);
    const Seq seq = append(id, event);
    mute = wasMute;
    const PostMessage::Reply reply{seq, headOf(room.log.last()).ts, {}};
    room.done.insert(*request.c, reply);
    answer(link, request, reply);
    if (answerFirst && !mute)
        pushEvent(room.log.last());
}

void FakeServer::sync(FakeLink* link, const Request& request)
{
    const auto& sync = request.as<SyncRoom>();
    const FakeRoom room = rooms.value(sync.room);
    if (room.state.epoch != sync.epoch) {
        deliver(link, request.type->key.text(), encodeError(link->encoding, *request.id, Error{ErrorCode::EpochChanged, u"no"_s}));
        return;
    }
    SyncRoom::Reply reply;
    qint64 after = sync.after.value();
    if (after < room.state.floor.value()) {
        reply.lost = LostRange{Seq(after + 1), room.state.floor};
        after = room.state.floor.value();
    }
    reply.ev = room.log.mid(after, sync.limit);
    reply.head = room.head();
    reply.end = after + reply.ev.size() >= room.log.size();
    for (AnyEvent& event : reply.ev) {
        if (headOf(event).by != link->user)
            headOf(event).c.reset();
    }
    answer(link, request, reply);
}

QList<HistoryItem> FakeServer::folded(const FakeRoom& room) const
{
    QMap<Seq, HistoryItem> items;
    for (const AnyEvent& event : room.log) {
        const EventHead& head = headOf(event);
        const auto* edited = std::get_if<MessageEdited>(&event);
        const auto* deleted = std::get_if<MessageDeleted>(&event);
        if (!edited && !deleted) {
            items.insert(head.seq, HistoryItem{event, head.seq, {}, {}});
            continue;
        }
        HistoryItem& item = items[edited ? edited->of : deleted->of];
        auto& message = std::get<MessagePosted>(item.event);
        item.rev = head.seq;
        message.text = edited ? edited->text : QString();
        if (edited)
            item.edited = head.ts;
        else
            item.deleted = true;
    }
    return items.values();
}

void FakeServer::history(FakeLink* link, const Request& request)
{
    const auto& wanted = request.as<RoomHistory>();
    const FakeRoom room = rooms.value(wanted.room);
    QList<HistoryItem> items = folded(room);
    const auto countBelow = [&items](Seq seq) {
        return std::count_if(items.begin(), items.end(), [seq](const HistoryItem& item) { return headOf(item.event).seq < seq; });
    };
    qint64 begin = 0;
    qint64 end = items.size();
    if (wanted.around) {
        begin = std::max<qint64>(0, countBelow(*wanted.around) - wanted.limit / 2);
        end = std::min<qint64>(end, begin + wanted.limit);
    } else if (wanted.after) {
        begin = countBelow(Seq(wanted.after->value() + 1));
        end = std::min<qint64>(end, begin + wanted.limit);
    } else {
        end = wanted.before ? countBelow(*wanted.before) : end;
        begin = std::max<qint64>(0, end - wanted.limit);
    }
    RoomHistory::Reply reply;
    reply.remaining = begin;
    reply.newer = items.size() - end;
    reply.items = items.mid(begin, end - begin);
    reply.epoch = room.state.epoch;
    reply.head = reply.upto = room.head();
    answer(link, request, reply);
}

void FakeServer::changes(FakeLink* link, const Request& request)
{
    const auto& wanted = request.as<RoomChanges>();
    RoomChanges::Reply reply;
    for (const HistoryItem& item : folded(rooms.value(wanted.room))) {
        if (headOf(item.event).seq <= wanted.after && item.rev > wanted.after && item.rev <= wanted.upto)
            reply.items.append(item);
    }
    reply.upto = wanted.upto;
    answer(link, request, reply);
}

} // namespace confab::test

// Signing in, and the programs that are signed in.
#include "server/handlers/Handlers.h"

#include "server/services/NameRules.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Error missingField(const QString& field)
{
    return Error{ErrorCode::BadArg, u"this way to sign in needs “%1”"_s.arg(field), field};
}

Error wrongPassword()
{
    return Error{ErrorCode::AuthFailed, u"name or password is wrong"_s};
}

Error closedWay()
{
    return Error{ErrorCode::Unsupported, u"this server does not let people in this way"_s, u"method"_s};
}

Result<PasswordJob> prepareSignIn(const Authenticate& request, Context& context)
{
    if (context.actor.role >= ServerRole::Member)
        return Error{ErrorCode::BadArg, u"this connection is signed in already"_s, u"method"_s};
    AccountRepository& accounts = context.services.store.accounts;
    if (request.method == AuthMethod::Password) {
        if (!request.user)
            return missingField(u"user"_s);
        if (!request.secret)
            return missingField(u"secret"_s);
        TRY_VALUE(account, accounts.byName(foldName(*request.user)));
        return PasswordJob{*request.secret, account ? account->passwordHash : QString(), {}};
    }
    if (request.method == AuthMethod::Invite) {
        if (!request.invite)
            return missingField(u"invite"_s);
        if (!request.user)
            return missingField(u"user"_s);
        if (!request.secret)
            return missingField(u"secret"_s);
        TRY(checkPassword(*request.secret));
        TRY(checkPersonName(*request.user));
        TRY_VALUE(open, context.services.invites.isOpen(*request.invite));
        if (!open)
            return Error{ErrorCode::AuthFailed, u"this invite does not work: it is wrong, used up or too old"_s, u"invite"_s};
        return PasswordJob{{}, {}, *request.secret};
    }
    return PasswordJob{};
}

Authenticate::Reply replyFor(const AccountRow& account, const std::optional<IssuedToken>& issued)
{
    Authenticate::Reply reply;
    reply.user = account.asUser();
    reply.role = account.role;
    if (issued) {
        reply.session = issued->session;
        reply.token = issued->token;
        reply.tokenExpires = issued->expires;
    }
    return reply;
}

Result<Authenticate::Reply> signInByPassword(const Authenticate& request, Context& context, const PasswordAnswer& answer)
{
    // Looked up again: it may have been closed while the password was with the pool.
    TRY_VALUE(account, context.services.store.accounts.byName(foldName(*request.user)));
    if (!account || account->disabled || !answer.matches)
        return wrongPassword();
    if (!answer.hash.isEmpty())
        TRY(context.services.accounts.setPasswordHash(account->id, answer.hash));
    TRY_VALUE(issued, context.services.sessions.open(account->id, request.device));
    return replyFor(*account, issued);
}

Result<Authenticate::Reply> signInByToken(const Authenticate& request, Context& context)
{
    if (!request.token)
        return missingField(u"token"_s);
    TRY_VALUE(signedIn, context.services.sessions.authenticate(*request.token));
    Authenticate::Reply reply = replyFor(signedIn.account, {});
    reply.session = signedIn.session.id;
    reply.tokenExpires = signedIn.session.expires;
    return reply;
}

Result<Authenticate::Reply> signInByInvite(const Authenticate& request, Context& context, Outcome& outcome, const PasswordAnswer& answer)
{
    if (answer.error)
        return *answer.error;
    // Another one may have taken the last use meanwhile: looked at before anything is written.
    TRY_VALUE(open, context.services.invites.isOpen(*request.invite));
    if (!open)
        return Error{ErrorCode::AuthFailed, u"this invite is used up"_s, u"invite"_s};
    TRY_VALUE(account, context.services.accounts.create({.name = *request.user, .passwordHash = answer.hash}));
    TRY_VALUE(invite, context.services.invites.redeem(*request.invite));
    TRY_VALUE(issued, context.services.sessions.open(account.id, request.device));
    Authenticate::Reply reply = replyFor(account, issued);
    if (invite.room) {
        TRY_VALUE(room, context.services.store.rooms.byId(*invite.room));
        if (room) {
            if (auto joined = context.services.memberships.join(Actor::of(account), *room, true)) {
                outcome.publish(joined->event);
                reply.room = room->id;
            }
        }
    }
    return reply;
}

Result<Authenticate::Reply> signIn(const Authenticate& request, Context& context, Outcome& outcome, const PasswordAnswer& answer)
{
    switch (request.method) {
    case AuthMethod::Password:
        return signInByPassword(request, context, answer);
    case AuthMethod::Token:
        return signInByToken(request, context);
    case AuthMethod::Invite:
        return signInByInvite(request, context, outcome, answer);
    case AuthMethod::Guest: {
        if (!context.policy.guests)
            return closedWay();
        TRY_VALUE(account, context.services.accounts.createGuest());
        return replyFor(account, {});
    }
    case AuthMethod::Anonymous:
        if (!context.policy.anonymous)
            return closedWay();
        Authenticate::Reply reply;
        reply.user = {UserId(0), u"anonymous"_s, u"Anonymous"_s};
        reply.role = ServerRole::Anonymous;
        return reply;
    }
    return closedWay();
}

/// A guest who signs in keeps the rooms they were in.
Result<Done> keepGuestRooms(const Actor& guest, const Actor& person, Context& context, Outcome& outcome)
{
    TRY_VALUE(rooms, context.services.store.members.roomIdsOf(guest.id));
    for (const RoomId id : rooms) {
        TRY_VALUE(room, context.services.store.rooms.byId(id));
        if (!room || room->kind == RoomKind::Direct)
            continue;
        if (auto left = context.services.memberships.leave(guest, *room, {}))
            outcome.publish(left->event);
        TRY_VALUE(now, context.services.store.rooms.byId(id));
        if (auto joined = context.services.memberships.join(person, *now))
            outcome.publish(joined->event);
    }
    return Done{};
}

Result<Authenticate::Reply> finishSignIn(const Authenticate& request, Context& context, Outcome& outcome, const PasswordAnswer& answer)
{
    if (context.actor.role >= ServerRole::Member)
        return Error{ErrorCode::BadArg, u"this connection is signed in already"_s, u"method"_s};
    TRY_VALUE(reply, signIn(request, context, outcome, answer));
    const Actor person{reply.user.id, reply.user.name, reply.user.display, reply.role, reply.session, {}};
    if (context.actor.role == ServerRole::Guest && person.role >= ServerRole::Member)
        TRY(keepGuestRooms(context.actor, person, context, outcome));
    outcome.identity = person;
    return reply;
}

Result<PasswordJob> prepareChange(const ChangePassword& request, Context& context)
{
    TRY(checkPassword(request.fresh));
    TRY_VALUE(account, context.services.accounts.find(context.actor.id));
    // Without a password so far, the token alone has to do.
    if (account.passwordHash.isEmpty())
        return PasswordJob{{}, {}, request.fresh};
    return PasswordJob{request.old, account.passwordHash, request.fresh};
}

Result<DoneReply> finishChange(const ChangePassword&, Context& context, Outcome&, const PasswordAnswer& answer)
{
    if (answer.error)
        return *answer.error;
    if (answer.hash.isEmpty())
        return Error{ErrorCode::AuthFailed, u"the old password is wrong"_s, u"old"_s};
    TRY(context.services.accounts.setPasswordHash(context.actor.id, answer.hash));
    return DoneReply{};
}

} // namespace

void addSessionRoutes(Router& router)
{
    router.onPassword<Authenticate>({.needs = Needs::Nothing, .cost = Cost::Free}, prepareSignIn, finishSignIn);
    router.onPassword<ChangePassword>({.needs = Needs::Person}, prepareChange, finishChange);

    router.on<Ping>({.needs = Needs::Nothing, .cost = Cost::Free},
        [](const Ping&, Context& context, Outcome&) -> Result<Ping::Reply> { return Ping::Reply{context.now}; });

    router.on<ListSessions>({.needs = Needs::Person, .where = Where::Reader},
        [](const ListSessions&, Context& context, Outcome&) -> Result<ListSessions::Reply> {
            TRY_VALUE(sessions, context.services.sessions.list(context.actor));
            return ListSessions::Reply{sessions};
        });

    router.on<RevokeSession>({.needs = Needs::Person},
        [](const RevokeSession& request, Context& context, Outcome& outcome) -> Result<DoneReply> {
            TRY(context.services.sessions.revoke(context.actor, request.session));
            outcome.tell(SessionEnded{request.session});
            return DoneReply{};
        });

    router.on<RenewToken>({.needs = Needs::Person, .writes = true},
        [](const RenewToken&, Context& context, Outcome&) -> Result<TokenReply> {
            TRY_VALUE(issued, context.services.sessions.renew(context.actor.session));
            return TokenReply{issued.token, issued.expires};
        });

    router.on<DeriveSession>({.needs = Needs::Person, .writes = true},
        [](const DeriveSession& request, Context& context, Outcome&) -> Result<TokenReply> {
            TRY_VALUE(issued, context.services.sessions.open(context.actor.id, request.device));
            return TokenReply{issued.token, issued.expires};
        });
}

} // namespace confab::server

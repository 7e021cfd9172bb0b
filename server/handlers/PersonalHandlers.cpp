// What follows a person: presence, profile, read markers, drafts, typing; and finding others.
#include "server/handlers/Handlers.h"

#include "server/services/NameRules.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

Result<DoneReply> setPresence(const SetPresence& request, Context& context, Outcome& outcome)
{
    PresenceChanged changed{context.connection, request.state, {}};
    if (request.status) {
        TRY(context.services.accounts.setStatus(context.actor.id, *request.status));
        changed.status = request.status;
    }
    outcome.tell(std::move(changed));
    return DoneReply{};
}

Result<SetProfile::Reply> setProfile(const SetProfile& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(user, context.services.accounts.setDisplay(context.actor, request.display));
    outcome.tell(ProfileChanged{user});
    return SetProfile::Reply{user, {}};
}

Result<MarkRead::Reply> markRead(const MarkRead& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(marked, context.services.reads.markRead(context.actor, *context.room, *context.member, request));
    if (marked.moved) {
        SelfPush push;
        push.read = marked.mark;
        outcome.tell(SelfChanged{context.actor.id, push, context.connection});
    }
    return MarkRead::Reply{marked.mark.seq, marked.mark.unread, marked.mark.mentions};
}

Result<DoneReply> setDraft(const SetDraft& request, Context& context, Outcome& outcome)
{
    TRY_VALUE(changed, context.services.reads.setDraft(context.actor, *context.member, request.text));
    if (changed) {
        SelfPush push;
        push.draft = Draft{request.room, request.text};
        outcome.tell(SelfChanged{context.actor.id, push, context.connection});
    }
    return DoneReply{};
}

} // namespace

void addPersonalRoutes(Router& router)
{
    router.on<SetPresence>({.needs = Needs::Account}, setPresence);
    router.on<SetProfile>({.needs = Needs::Person}, setProfile);
    router.on<MarkRead>({.needs = Needs::Member, .writes = true}, markRead);
    router.on<SetDraft>({.needs = Needs::Member, .writes = true}, setDraft);
    router.on<Typing>({.needs = Needs::Member | Needs::NotMuted},
        [](const Typing& request, Context& context, Outcome& outcome) -> Result<DoneReply> {
            outcome.tell(TypingChanged{context.connection, request.room, request.on});
            return DoneReply{};
        });
    router.on<FindPeople>({.needs = Needs::Account, .cost = Cost::Searching, .where = Where::Reader},
        [](const FindPeople& request, Context& context, Outcome&) -> Result<FindPeople::Reply> {
            TRY_VALUE(users, context.services.accounts.search(request.q));
            return FindPeople::Reply{users};
        });
}

} // namespace confab::server

// What commands ask of the client, with a count of the answers that are still to come.
#pragma once

#include "shared/client/commands/ClientActions.h"

#include <functional>

namespace confab::tui {

/// Passes everything on to the client and counts the answers that are still to come.
template <typename Base, typename List>
class Counts;
template <typename Base>
class Counts<Base, protocol::TypeList<>> : public Base {
public:
    using Base::Base;
    int open() const { return m_open; }
    std::function<void()> onAnswer;

protected:
    int m_open = 0;
};
template <typename Base, typename M, typename... More>
class Counts<Base, protocol::TypeList<M, More...>> : public Counts<Base, protocol::TypeList<More...>> {
public:
    using Counts<Base, protocol::TypeList<More...>>::Counts;
    using Base::request;
    void request(const M& message, client::Answer<M> done) override
    {
        ++this->m_open;
        this->m_client.request(message, client::Answer<M>([this, done = std::move(done)](const Result<typename M::Reply>& reply) {
            done(reply);
            --this->m_open;
            if (this->onAnswer)
                this->onAnswer();
        }));
    }
};
/// `onAnswer` runs after each answer was dealt with.
using CountedActions = Counts<client::ClientActions, client::CommandRequests>;

} // namespace confab::tui

// Which account on which server is meant, and the client core made for it.
#pragma once

#include "client-tui/app/Options.h"
#include "shared/client/Client.h"
#include "shared/client/trust/KnownServers.h"

#include <memory>

namespace confab::tui {

struct Account {
    QUrl url;
    QString name;   // unique name; empty while unknown
    QString token;  // from --token-file; empty: the stored one
    QString invite; // the secret of an invite line
};

/// An address as typed: host, host:port, ws:// or wss:// address, or an invite line confab://host[:port]/…secret.
Result<Account> accountFromAddress(const QString& typed);

/// What options and the list of known servers say; nothing when no server is named and none is known.
Result<std::optional<Account>> chooseAccount(const Options& options, const client::KnownServers& known);

/// Makes the client core of an account for one kind of program ("terminal", "script"). Nothing is opened or connected yet.
class ClientMaker {
public:
    virtual ~ClientMaker() = default;
    virtual std::unique_ptr<client::Client> make(const Account& account) = 0;
};

/// The real one: WebSocket, files under XDG folders, tokens in the secret store. `clock` and `scheduler` outlive it and its clients.
class FileClientMaker final : public ClientMaker {
public:
    FileClientMaker(QString program, const Clock& clock, client::Scheduler& scheduler, client::SecretStore& secrets);
    std::unique_ptr<client::Client> make(const Account& account) override;

private:
    QString m_program;
    const Clock& m_clock;
    client::Scheduler& m_scheduler;
    client::SecretStore& m_secrets;
};

/// Starts the connection: with the account's own token or the stored one.
void startClient(client::Client& client, const Account& account);

} // namespace confab::tui

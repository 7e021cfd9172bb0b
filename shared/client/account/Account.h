// Which account on which server is meant, how its person signs in, and the client core made for it; shared by all programs.
#pragma once

#include "shared/client/Client.h"
#include "shared/client/trust/KnownServers.h"

#include <memory>

namespace confab::client {

struct Account {
    QUrl url;
    QString name;   ///< unique name, lower case; empty while unknown
    QString token;  ///< from a token file; empty: the stored one
    QString invite; ///< the secret of an invite line

    bool operator==(const Account&) const = default;
};

/// What was said on a command line.
struct AccountWish {
    QString server; ///< ws://…, host, host:port, or an invite line
    QString user;
    QString tokenFile;
};

/// An address as typed: host, host:port, ws:// or wss:// address, or an invite line confab://host[:port]/…secret. BadArg with a sentence.
Result<Account> accountFromAddress(const QString& typed);

/// What the wish and the list of known servers say; nothing when no server is named and none is known. An account of a known server comes
/// with its name; one without name, token and invite has to be asked for.
Result<std::optional<Account>> chooseAccount(const AccountWish& wish, const KnownServers& known);
/// The account with the name under which this person was last seen on its server, unless it says who is meant.
Account completed(Account account, const KnownServers& known);

/// A name and a password as typed, checked by what every server asks; BadArg with a sentence that names what is wrong.
Result<Done> checkTypedName(const Account& account, const QString& name);
Result<Done> checkTypedPassword(const Account& account, const QString& password);
/// How the account signs in: by invite when it has one, as a guest without a name, else by password. Requires both to be checked.
Credentials credentialsFor(const Account& account, const QString& typedName, const QString& password);

/// Makes the client core of an account for one kind of program ("desktop", "terminal", "script"). Nothing is opened or connected yet.
class ClientMaker {
public:
    virtual ~ClientMaker() = default;
    virtual std::unique_ptr<Client> make(const Account& account) = 0;
};

/// The real one: WebSocket, files under XDG folders, tokens in the secret store. `clock`, `scheduler` and `secrets` outlive it and its
/// clients.
class FileClientMaker final : public ClientMaker {
public:
    /// `program`: the name of the executable, for the list of devices; `kind`: see DeviceAbout::kind.
    FileClientMaker(QString program, QString kind, const Clock& clock, Scheduler& scheduler, SecretStore& secrets);
    std::unique_ptr<Client> make(const Account& account) override;

private:
    QString m_program;
    QString m_kind;
    const Clock& m_clock;
    Scheduler& m_scheduler;
    SecretStore& m_secrets;
};

/// A token file together with a name is a sign-in like any other: keeps the token for the next start, which then needs no file.
void keepToken(const Account& account, const QString& kind, SecretStore& secrets);

/// Starts the connection: with the account's own token or the stored one.
void startClient(Client& client, const Account& account);

} // namespace confab::client

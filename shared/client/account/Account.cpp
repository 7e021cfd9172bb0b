// Which account on which server is meant, how its person signs in, and the client core made for it; shared by all programs.
#include "shared/client/account/Account.h"

#include "shared/base/Log.h"
#include "shared/client/transport/WebSocketTransport.h"
#include "shared/client/trust/PrivateFiles.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSaveFile>
#include <QSysInfo>
#include <QUrlQuery>
#include <QUuid>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

/// One id per program and account, made at first need and kept; without a folder a new one each time.
QString deviceId(const QString& folder)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (folder.isEmpty() || !makePrivateFolder(folder))
        return id;
    const QString path = folder + u"/device"_s;
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QString known = QString::fromLatin1(file.read(64)).trimmed();
        if (!known.isEmpty())
            return known;
    }
    QSaveFile fresh(path);
    if (fresh.open(QIODevice::WriteOnly) && fresh.write(id.toLatin1()) > 0 && !fresh.commit())
        qWarning("cannot keep the device id in %ls", qUtf16Printable(path));
    return id;
}

/// Where an account that is known by its token alone keeps its data: the same token, the same folder.
QString tokenName(const QString& token)
{
    return u"token-"_s + QString::fromLatin1(QCryptographicHash::hash(token.toUtf8(), QCryptographicHash::Sha256).toHex().left(16));
}

Result<QString> readToken(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::AuthFailed, u"cannot read the token file %1: %2"_s.arg(path, file.errorString())};
    const QString token = QString::fromUtf8(file.read(limits::tokenBytes + 2)).trimmed();
    if (token.isEmpty() || token.toUtf8().size() > limits::tokenBytes)
        return Error{ErrorCode::AuthFailed, u"there is no token in %1"_s.arg(path)};
    return token;
}

} // namespace

Result<Account> accountFromAddress(const QString& typed)
{
    const QString text = typed.trimmed();
    if (!text.startsWith("confab://"_L1, Qt::CaseInsensitive)) {
        TRY_VALUE(url, serverUrl(text));
        return Account{url, {}, {}, {}};
    }
    const QUrl line(text, QUrl::StrictMode);
    const QUrlQuery query(line);
    QString invite = query.queryItemValue(u"invite"_s, QUrl::FullyDecoded);
    if (invite.isEmpty())
        invite = line.path().section(u'/', -1);
    if (invite.isEmpty())
        invite = line.fragment();
    if (!line.isValid() || line.host().isEmpty() || invite.isEmpty())
        return Error{ErrorCode::BadArg, u"This is no whole invite line. It looks like confab://host:port/… and is one word."_s};
    const QString host = line.host().contains(u':') ? u"[%1]"_s.arg(line.host()) : line.host();
    TRY_VALUE(url, serverUrl(host + u':' + QString::number(line.port(defaultPort))));
    return Account{url, {}, {}, invite};
}

Result<std::optional<Account>> chooseAccount(const AccountWish& wish, const KnownServers& known)
{
    Account account;
    if (!wish.server.isEmpty()) {
        TRY_VALUE(named, accountFromAddress(wish.server));
        account = named;
    }
    account.name = wish.user.toLower();
    if (!wish.tokenFile.isEmpty()) {
        TRY_VALUE(token, readToken(wish.tokenFile));
        account.token = token;
    }
    const bool isComplete = account.url.isValid() && (!account.name.isEmpty() || !account.token.isEmpty() || !account.invite.isEmpty());
    if (isComplete)
        return std::optional(account);

    TRY_VALUE(servers, known.all());
    for (const KnownServer& server : servers) {
        if (account.url.isValid() && serverKey(server.url) != serverKey(account.url))
            continue;
        if (!account.name.isEmpty() && server.account != account.name)
            continue;
        account.url = server.url;
        if (account.token.isEmpty())
            account.name = server.account;
        return std::optional(account);
    }
    if (!account.url.isValid())
        return std::optional<Account>();
    return std::optional(account);
}

Account completed(Account account, const KnownServers& known)
{
    const Result<QList<KnownServer>> servers = known.all();
    if (!servers || !account.name.isEmpty() || !account.token.isEmpty() || !account.invite.isEmpty())
        return account;
    for (const KnownServer& server : *servers) {
        if (serverKey(server.url) == serverKey(account.url)) {
            account.name = server.account;
            break;
        }
    }
    return account;
}

Result<Done> checkTypedName(const Account& account, const QString& name)
{
    if (name.isEmpty() && !account.invite.isEmpty())
        return Error{ErrorCode::BadArg, u"A name is needed, so that others know who speaks."_s};
    if (name.contains(u' ') || name.toUcs4().size() > limits::nameChars)
        return Error{ErrorCode::BadArg, u"A name is one word of at most %1 characters."_s.arg(limits::nameChars)};
    return Done{};
}

Result<Done> checkTypedPassword(const Account& account, const QString& password)
{
    if (password.isEmpty())
        return Error{ErrorCode::BadArg, u"The password is empty."_s};
    if (!account.invite.isEmpty() && password.toUcs4().size() < limits::passwordMinChars)
        return Error{ErrorCode::BadArg, u"That is too short: at least %1 characters."_s.arg(limits::passwordMinChars)};
    return Done{};
}

Credentials credentialsFor(const Account& account, const QString& typedName, const QString& password)
{
    if (typedName.isEmpty())
        return {.method = protocol::AuthMethod::Guest};
    if (account.invite.isEmpty())
        return {.method = protocol::AuthMethod::Password, .user = typedName, .secret = password};
    return {.method = protocol::AuthMethod::Invite, .user = typedName, .secret = password, .invite = account.invite};
}

FileClientMaker::FileClientMaker(QString program, QString kind, const Clock& clock, Scheduler& scheduler, SecretStore& secrets)
    : m_program(std::move(program))
    , m_kind(std::move(kind))
    , m_clock(clock)
    , m_scheduler(scheduler)
    , m_secrets(secrets)
{
}

std::unique_ptr<Client> FileClientMaker::make(const Account& account)
{
    ClientOptions options;
    options.url = account.url;
    options.account = account.name;
    options.scheduler = &m_scheduler;
    options.about = {m_program, QStringLiteral(CONFAB_VERSION)};
    const QString name = !account.name.isEmpty() || account.token.isEmpty() ? account.name : tokenName(account.token);
    // Without a name there is nothing to keep: a guest lives in memory. A folder that cannot be made is the client's to tell about.
    if (!name.isEmpty())
        options.dataDir = accountFolder(m_kind, account.url, name);
    options.device.id = deviceId(options.dataDir);
    options.device.name = (m_program + u" on "_s + QSysInfo::machineHostName()).left(limits::deviceNameChars);
    options.device.kind = m_kind;
    return std::make_unique<Client>(options, m_clock, std::make_unique<WebSocketTransport>(), m_secrets);
}

void keepToken(const Account& account, const QString& kind, SecretStore& secrets)
{
    if (account.token.isEmpty() || account.name.isEmpty())
        return;
    secrets.write({serverKey(account.url), account.name, kind}, account.token, [](const Result<Done>& written) {
        if (!written)
            qCWarning(logClientSession) << "the token was not kept:" << written.error().message;
    });
}

void startClient(Client& client, const Account& account)
{
    if (!account.token.isEmpty())
        client.signIn({.method = protocol::AuthMethod::Token, .token = account.token});
    else
        client.start();
}

} // namespace confab::client

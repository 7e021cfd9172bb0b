// Addresses as people type them, and the list of those that worked.
#include "shared/client/trust/KnownServers.h"

#include "shared/client/trust/PrivateFiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace confab::client {

Result<QUrl> serverUrl(const QString& typed)
{
    const QString text = typed.trimmed();
    const Error bad{ErrorCode::BadArg, QObject::tr("“%1” is no address. Write host, host:port or ws://host:port.").arg(text), u"address"_s};
    if (text.isEmpty() || text.contains(u' '))
        return bad;
    QUrl url(text.contains("://"_L1) ? text : u"ws://"_s + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || (url.scheme() != "ws"_L1 && url.scheme() != "wss"_L1))
        return bad;
    if (url.port() < 0)
        url.setPort(defaultPort);
    url.setHost(url.host().toLower());
    if (url.path().isEmpty() || url.path() == "/"_L1)
        url.setPath(u"/v1/ws"_s);
    url.setFragment({});
    return url;
}

QString serverKey(const QUrl& url)
{
    const QString host = url.host().toLower();
    return u"%1:%2"_s.arg(host.contains(u':') ? u"[%1]"_s.arg(host) : host).arg(url.port(defaultPort));
}

QString serverAddress(const QUrl& url) { return url.scheme() + u"://"_s + serverKey(url); }

KnownServers::KnownServers(QString file)
    : m_file(std::move(file))
{
}

QString KnownServers::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/confab/servers.json"_s;
}

Result<QList<KnownServer>> KnownServers::all() const
{
    QList<KnownServer> servers;
    QFile file(m_file);
    if (!file.exists())
        return servers;
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, QObject::tr("cannot read %1: %2").arg(m_file, file.errorString())};
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!document.isArray())
        return Error{ErrorCode::Internal, QObject::tr("%1 cannot be understood; it is left as it is").arg(m_file)};
    const QJsonArray rows = document.array();
    for (const QJsonValue& value : rows) {
        const QJsonObject row = value.toObject();
        const auto url = serverUrl(row.value("url"_L1).toString());
        // A row of a newer program may have another form: it is passed over here.
        if (url)
            servers.append({*url, row.value("server"_L1).toString(), row.value("account"_L1).toString(),
                TimeMs(row.value("lastUsed"_L1).toInteger())});
    }
    std::stable_sort(servers.begin(), servers.end(), [](const KnownServer& a, const KnownServer& b) { return a.lastUsed > b.lastUsed; });
    return servers;
}

Result<std::optional<KnownServer>> KnownServers::lastUsed() const
{
    TRY_VALUE(servers, all());
    return servers.isEmpty() ? std::nullopt : std::optional(servers.first());
}

Result<Done> KnownServers::remember(const KnownServer& server)
{
    TRY_VALUE(servers, all());
    servers.removeIf([&](const KnownServer& one) { return serverKey(one.url) == serverKey(server.url) && one.account == server.account; });
    servers.prepend(server);
    return save(servers);
}

Result<Done> KnownServers::forget(const QUrl& url, const QString& account)
{
    TRY_VALUE(servers, all());
    servers.removeIf([&](const KnownServer& one) { return serverKey(one.url) == serverKey(url) && one.account == account; });
    return save(servers);
}

Result<Done> KnownServers::save(const QList<KnownServer>& servers) const
{
    QJsonArray rows;
    for (const KnownServer& one : servers) {
        rows.append(QJsonObject{{u"url"_s, one.url.toString()}, {u"server"_s, one.serverId}, {u"account"_s, one.account},
            {u"lastUsed"_s, one.lastUsed.value()}});
    }
    TRY(makePrivateFolder(QFileInfo(m_file).path()));
    TRY(makePrivateFile(m_file));
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(rows).toJson()) < 0 || !file.commit())
        return Error{ErrorCode::Unavailable, QObject::tr("cannot write %1: %2").arg(m_file, file.errorString())};
    return Done{};
}

QString accountFolder(const QString& program, const QUrl& url, const QString& account)
{
    // Names come from outside: only harmless characters become part of a path, all others are written as their number.
    const auto harmless = [](const QString& text) {
        QString safe;
        for (const char one : text.toUtf8()) {
            const bool plain =
                (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '-' || one == '_' || (one == '.' && !safe.isEmpty());
            safe += plain ? QString(QLatin1Char(one)) : u"%%1"_s.arg(uchar(one), 2, 16, QLatin1Char('0'));
        }
        return safe;
    };
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/confab/"_s + harmless(program) + u'/'
        + harmless(serverKey(url)) + u'/' + harmless(account);
}

} // namespace confab::client

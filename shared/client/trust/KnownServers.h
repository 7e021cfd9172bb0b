// The servers and accounts this person has used, shared by all programs: what /connect completes and what a start without address opens.
#pragma once

#include "shared/base/Clock.h"
#include "shared/base/Result.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace confab::client {

inline constexpr quint16 defaultPort = 7600;

/// What a person types (host, host:port, ws://…, [v6]:port) as the URL to open. BadArg with a sentence when it is no address.
Result<QUrl> serverUrl(const QString& typed);
/// host:port, lower case: how a server is named in files.
QString serverKey(const QUrl& url);
/// ws://host:port as a person reads it, without the path.
QString serverAddress(const QUrl& url);

struct KnownServer {
    QUrl url;
    QString serverId; ///< as told in hello; another id at the same address means another server
    QString account;
    TimeMs lastUsed;

    bool operator==(const KnownServer&) const = default;
};

/// One JSON file, mode 0600, read and replaced as a whole. Main thread.
class KnownServers {
public:
    /// `file`: normally defaultFile().
    explicit KnownServers(QString file);
    /// $XDG_CONFIG_HOME/confab/servers.json
    static QString defaultFile();

    /// Most recently used first; empty when there is no file. Fails when the file cannot be read or understood; it is then left alone.
    Result<QList<KnownServer>> all() const;
    Result<std::optional<KnownServer>> lastUsed() const;
    /// Adds or refreshes the row of (url, account).
    Result<Done> remember(const KnownServer& server);
    Result<Done> forget(const QUrl& url, const QString& account);

private:
    Result<Done> save(const QList<KnownServer>& servers) const;

    QString m_file;
};

/// $XDG_DATA_HOME/confab/<program>/<host_port>/<account>: where a program keeps cache and outbox of one account.
QString accountFolder(const QString& program, const QUrl& url, const QString& account);

} // namespace confab::client

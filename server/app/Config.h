// Every setting of the server: one row in Config.cpp, from which the file reader, the environment, `confabd config` and the sample come.
#pragma once

#include "server/routing/RateLimiter.h"
#include "shared/base/Result.h"

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <span>
#include <variant>

namespace confab::server {

/// Plain values; the meaning of each stands in its row.
struct Config {
    QString serverName;
    QString dataFolder;
    QString listen;
    QString logLevel;

    QStringList origins;
    QStringList trustedProxies;
    bool guests = false;
    bool anonymous = false;

    bool roomNotices = false;
    qint64 presenceDelayMs = 0;
    qint64 offlineGraceMs = 0;
    qint64 typingEveryMs = 0;

    qint64 gatewayThreads = 0;
    qint64 readerThreads = 0;
    qint64 passwordThreads = 0;

    qint64 maxConnections = 0;
    qint64 maxConnectionsPerAddress = 0;
    qint64 requestsInFlight = 0;
    qint64 frameBytes = 0;
    qint64 queuedRequests = 0;
    qint64 batchRequests = 0;
    qint64 gatherUs = 0;

    Rate posting;
    Rate reading;
    Rate searching;
    Rate acting;
    Rate signIn;
    Rate signInGlobal;
    Rate newGuests;

    qint64 headMs = 0;
    qint64 authMs = 0;
    qint64 frameMs = 0;
    qint64 pingMs = 0;
    qint64 idleMs = 0;
    qint64 stallMs = 0;
    qint64 drainMs = 0;

    qint64 dropTypingBytes = 0;
    qint64 withholdBytes = 0;
    qint64 resumeBytes = 0;
    qint64 closeBytes = 0;

    qint64 busyTimeoutMs = 0;
    qint64 maxPages = 0;
};

/// What a setting takes.
struct SettingRule {
    qint64 least = 0;                            ///< of numbers
    qint64 most = 0;
    bool (*accepts)(const QString&) = nullptr;   ///< of text, and of each text of a list
    const char* expected = nullptr;              ///< what `accepts` wants, after "expected "
    bool reloads = false;                        ///< SIGHUP takes a new value
};

/// One setting. Its default is text as it stands in the file, so that the sample shows exactly what applies.
struct Setting {
    using Member = std::variant<QString Config::*, bool Config::*, qint64 Config::*, QStringList Config::*, Rate Config::*>;

    const char* section;
    const char* key;
    const char* standard;
    Member member;
    const char* about;
    SettingRule rule = {};

    QString name() const;                   ///< section.key
    QString variable() const;               ///< CONFAB_SECTION_KEY
};

std::span<const Setting> settings();

/// Defaults only.
Config defaultConfig();
/// What `text` (TOML, from the file of that name) and the environment say over the defaults. The error's message has a line for
/// each mistake: file:line: key: what was expected.
Result<Config> parseConfig(const QByteArray& text, const QString& fileName, const QProcessEnvironment& environment);
/// Reads a file; with an empty name only the environment counts.
Result<Config> loadConfig(const QString& file, const QProcessEnvironment& environment);

/// The commented sample with every setting and its default.
QByteArray sampleConfig();
/// The values of `config` as a file that gives them again.
QByteArray printConfig(const Config& config);
/// One value as it stands in the file.
QString valueText(const Config& config, const Setting& setting);

/// Names of settings that differ and that only a restart changes.
QStringList needingRestart(const Config& before, const Config& after);

/// "127.0.0.1:7600", "[::1]:7600". Nothing when it is not of that form.
struct ListenAddress {
    QString address;
    quint16 port = 0;
};
std::optional<ListenAddress> parseListen(const QString& text);

/// "10, 2/s" · "5, 5/min" · "off".
std::optional<Rate> parseRate(const QString& text);
QString rateText(const Rate& rate);

} // namespace confab::server

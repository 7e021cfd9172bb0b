// The table of settings.
#include "server/app/Config.h"

#include <QHostAddress>

namespace confab::server {

namespace {

bool isListenAddress(const QString& text) { return parseListen(text).has_value(); }
bool isLogLevel(const QString& text)
{
    return QStringList{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning")}.contains(text);
}
bool isServerName(const QString& text) { return !text.trimmed().isEmpty() && text.size() <= 64; }
bool isOrigin(const QString& text) { return text == QLatin1Char('*') || text.contains(QLatin1String("://")); }
bool isAddress(const QString& text) { return !QHostAddress(text).isNull(); }

using C = Config;
constexpr qint64 minute = 60'000;
constexpr qint64 megabyte = 1024 * 1024;

constexpr Setting table[] = {
    {"server", "name", "\"Confab\"", &C::serverName, "What people see as the name of this server.",
        {.accepts = isServerName, .expected = "1 to 64 characters", .reloads = true}},
    {"server", "data", "\"\"", &C::dataFolder, "Where everything is kept. Empty: confab/server in the XDG data folder (~/.local/share)."},
    {"server", "listen", "\"127.0.0.1:7600\"", &C::listen,
        "Address and port. 0.0.0.0 or [::] is every address of this machine; port 0 takes any free one.",
        {.accepts = isListenAddress, .expected = "ADDRESS:PORT, as in 127.0.0.1:7600 or [::1]:7600"}},
    {"server", "log", "\"info\"", &C::logLevel, "How much is told on standard error: debug, info or warning.",
        {.accepts = isLogLevel, .expected = "debug, info or warning", .reloads = true}},

    {"access", "origins", "[]", &C::origins,
        "Web pages that may connect, as in [\"https://chat.example.org\"]; [\"*\"] allows all. Programs that are no browsers "
        "send no origin and may always connect.",
        {.accepts = isOrigin, .expected = "an origin such as https://chat.example.org, or *", .reloads = true}},
    {"access", "trusted_proxies", "[]", &C::trustedProxies, "Addresses of proxies whose X-Forwarded-For is believed.",
        {.accepts = isAddress, .expected = "an IP address", .reloads = true}},
    {"access", "guests", "false", &C::guests, "People may come in without an account and get a name like Guest1234.", {.reloads = true}},
    {"access", "anonymous", "false", &C::anonymous, "Public rooms can be read without signing in.", {.reloads = true}},

    {"rooms", "notices", "true", &C::roomNotices, "Histories show when people enter and leave a room.", {.reloads = true}},
    {"rooms", "presence_delay_ms", "500", &C::presenceDelayMs, "Changes of who is there are collected for this long.",
        {.least = 10, .most = minute, .reloads = true}},
    {"rooms", "offline_grace_ms", "12000", &C::offlineGraceMs, "Somebody who lost the connection still counts as there for this long.",
        {.least = 0, .most = 10 * minute, .reloads = true}},
    {"rooms", "typing_every_ms", "3000", &C::typingEveryMs, "One \"is writing\" per person and room in this time.",
        {.least = 0, .most = minute, .reloads = true}},

    {"threads", "gateway", "0", &C::gatewayThreads, "Threads for sockets. 0: half of the processor's cores.", {.least = 0, .most = 64}},
    {"threads", "readers", "2", &C::readerThreads, "Threads that read histories and lists.", {.least = 1, .most = 64}},
    {"threads", "passwords", "0", &C::passwordThreads, "Threads that check passwords, 64 MiB each. 0: one per core, at most 4.",
        {.least = 0, .most = 16}},

    {"limits", "connections", "20000", &C::maxConnections, "Connections in all.", {.least = 1, .most = 1'000'000, .reloads = true}},
    {"limits", "connections_per_address", "1000", &C::maxConnectionsPerAddress, "Connections from one address.",
        {.least = 1, .most = 1'000'000, .reloads = true}},
    {"limits", "requests_in_flight", "32", &C::requestsInFlight, "Unanswered requests per connection; more wait in the network.",
        {.least = 1, .most = 1024}},
    {"limits", "frame_bytes", "65536", &C::frameBytes, "Largest WebSocket message a client may send.",
        {.least = 16 * 1024, .most = 16 * megabyte}},
    {"limits", "queue", "8192", &C::queuedRequests, "Requests that may wait for the core in all.", {.least = 32, .most = 1'000'000}},
    {"limits", "batch", "256", &C::batchRequests, "Requests that share one transaction at most.", {.least = 1, .most = 10'000}},
    {"limits", "gather_us", "8000", &C::gatherUs,
        "From some 500 requests per second on, sockets are looked at only so often (microseconds), so that one wakeup and one flush to "
        "the disk serve several requests. 0: always at once.",
        {.least = 0, .most = 100'000}},

    {"rates", "posting", "\"10, 2/s\"", &C::posting,
        "Messages, edits and deletions per person: so many at once, then so many per second (/s), minute (/min) or hour (/h). "
        "\"off\": no limit.",
        {.reloads = true}},
    {"rates", "reading", "\"40, 10/s\"", &C::reading, "Histories, catching up and attaching, per person.", {.reloads = true}},
    {"rates", "searching", "\"5, 1/s\"", &C::searching, "Searching for people and messages, per person.", {.reloads = true}},
    {"rates", "acting", "\"30, 5/s\"", &C::acting, "Everything else, per person.", {.reloads = true}},
    {"rates", "sign_in", "\"5, 5/min\"", &C::signIn, "Failed passwords and invites, per account and address. Device tokens are free.",
        {.reloads = true}},
    {"rates", "sign_in_global", "\"200, 5/s\"", &C::signInGlobal, "The same over everybody.", {.reloads = true}},
    {"rates", "guests", "\"20, 20/min\"", &C::newGuests, "New guests per address.", {.reloads = true}},

    {"deadlines", "head_ms", "10000", &C::headMs, "For the head of an HTTP request, and for each answer.",
        {.least = 100, .most = 10 * minute}},
    {"deadlines", "auth_ms", "10000", &C::authMs, "From connecting to signing in.", {.least = 100, .most = 10 * minute}},
    {"deadlines", "frame_ms", "15000", &C::frameMs, "For one WebSocket message, from its first byte to its last.",
        {.least = 100, .most = 10 * minute}},
    {"deadlines", "ping_ms", "25000", &C::pingMs, "Between two pings to a client, give or take a fifth.",
        {.least = 1000, .most = 10 * minute}},
    {"deadlines", "idle_ms", "60000", &C::idleMs, "A client that sent nothing for this long is gone.",
        {.least = 2000, .most = 60 * minute}},
    {"deadlines", "stall_ms", "30000", &C::stallMs, "A client that reads nothing for this long is dropped.",
        {.least = 1000, .most = 60 * minute}},
    {"deadlines", "drain_ms", "2000", &C::drainMs, "When the server goes down, clients are sent away over this time.",
        {.least = 0, .most = 10 * minute}},

    {"backpressure", "drop_typing_bytes", "65536", &C::dropTypingBytes, "So much waits for a client: it is spared \"is writing\".",
        {.least = 1024, .most = 256 * megabyte}},
    {"backpressure", "withhold_bytes", "262144", &C::withholdBytes, "So much waits for a client: it catches up later, room by room.",
        {.least = 1024, .most = 256 * megabyte}},
    {"backpressure", "resume_bytes", "32768", &C::resumeBytes, "So little waits: it is told to catch up.",
        {.least = 1024, .most = 256 * megabyte}},
    {"backpressure", "close_bytes", "1048576", &C::closeBytes, "So much waits: it is dropped.", {.least = 1024, .most = 256 * megabyte}},

    {"storage", "busy_timeout_ms", "5000", &C::busyTimeoutMs, "How long a statement waits while another program writes to the database.",
        {.least = 0, .most = 10 * minute}},
    {"storage", "max_pages", "0", &C::maxPages, "Largest database in pages of 4096 bytes. 0: no limit but the disk.",
        {.least = 0, .most = 4'294'967'294}},
};

} // namespace

std::span<const Setting> settings()
{
    return table;
}

QString Setting::name() const
{
    return QLatin1String(section) + QLatin1Char('.') + QLatin1String(key);
}

QString Setting::variable() const
{
    return (QLatin1String("CONFAB_") + QLatin1String(section) + QLatin1Char('_') + QLatin1String(key)).toUpper();
}

} // namespace confab::server

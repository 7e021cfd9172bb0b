// What the gateway may be told: addresses, caps, deadlines and thresholds, each with the value a real server uses.
#pragma once

#include "shared/base/Limits.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace confab::server {

/// When a connection that does not keep up is spared pushes (PROTOCOL.md, backpressure). Bytes of pushes not yet written;
/// answers are not counted.
struct OutQueueThresholds {
    qint64 dropTyping = 64 * 1024;        ///< over this, class C is dropped
    qint64 withhold = 256 * 1024;         ///< over this, durable events are withheld and class B is replaced later
    qint64 resume = 32 * 1024;            ///< below this, `lag` is sent and dropped class B is reported
    qint64 close = 1024 * 1024;           ///< over this, the connection is closed with 4008
};

/// Deadlines in milliseconds.
struct GatewayDeadlines {
    qint64 headMs = 10'000;               ///< a request's head, and each answer to it
    qint64 authMs = 10'000;               ///< from the upgrade to the first Identify
    qint64 frameMs = 15'000;              ///< a WebSocket message, from its first byte to its last
    qint64 pingMs = 25'000;               ///< between pings, ± 20 %
    qint64 idleMs = 60'000;               ///< without a byte
    qint64 stallMs = 30'000;              ///< a write without progress
    qint64 closeMs = 3'000;               ///< for the closing handshake
    qint64 tickMs = 250;                  ///< how often deadlines are looked at
};

struct GatewayOptions {
    QString address = QStringLiteral("127.0.0.1");
    quint16 port = 7600;                  ///< 0: any free port
    int threads = 1;
    int maxConnections = 20'000;
    int maxConnectionsPerAddress = 1'000;
    QList<QByteArray> origins;            ///< allowed values of Origin; "*" allows all; requests without Origin always pass
    QList<QString> trustedProxies;        ///< addresses whose X-Forwarded-For is believed
    int messageBytes = limits::frameBytes;
    int requestsInFlight = limits::requestsInFlight;
    int gatherUs = 8'000;                 ///< the longest a thread rests between two looks at its sockets under a steady load
    GatewayDeadlines deadlines;
    OutQueueThresholds outQueue;
};

/// The part that may change while the gateway runs (reload of the configuration).
struct GatewayReload {
    int maxConnections = 20'000;
    int maxConnectionsPerAddress = 1'000;
    QList<QByteArray> origins;
    QList<QString> trustedProxies;
};

} // namespace confab::server

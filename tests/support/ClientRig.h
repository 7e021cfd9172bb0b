// A client, its server and their time in one hand.
#pragma once

#include "shared/client/Client.h"
#include "tests/support/FakeTransport.h"

#include <QTemporaryDir>

namespace confab::test {

class MemorySecrets final : public client::SecretStore {
public:
    explicit MemorySecrets(client::Scheduler& scheduler)
        : m_scheduler(scheduler)
    {
    }
    void read(const client::SecretKey& key, std::function<void(Result<std::optional<QString>>)> done) override
    {
        const auto found = secrets.find(name(key));
        const std::optional<QString> secret = found == secrets.end() ? std::nullopt : std::optional(*found);
        m_scheduler.after(0, [secret, done] { done(secret); });
    }
    void write(const client::SecretKey& key, const QString& secret, std::function<void(Result<Done>)> done) override
    {
        secrets.insert(name(key), secret);
        m_scheduler.after(0, [done] { done(Done{}); });
    }
    void remove(const client::SecretKey& key, std::function<void(Result<Done>)> done) override
    {
        secrets.remove(name(key));
        m_scheduler.after(0, [done] { done(Done{}); });
    }
    static QString name(const client::SecretKey& key) { return key.program + u' ' + key.account + u'@' + key.server; }

    QHash<QString, QString> secrets;

private:
    client::Scheduler& m_scheduler;
};

struct ClientRig {
    ClientRig()
    {
        secrets.secrets.insert(QStringLiteral("test ann@127.0.0.1:7600"), QStringLiteral("token-ann"));
        server.addRoom(RoomId(1), QStringLiteral("lobby"));
        server.addRoom(RoomId(2), QStringLiteral("kitchen"));
    }

    /// A fresh program on the same disk; the one before is gone.
    void start()
    {
        boot();
        client->start();
        time.settle();
    }
    void boot()
    {
        client.reset();
        client::ClientOptions options;
        options.url = QUrl(QStringLiteral("ws://127.0.0.1:7600/v1/ws"));
        options.account = QStringLiteral("ann");
        options.dataDir = dir.filePath(QStringLiteral("ann"));
        options.device = {QStringLiteral("device-1"), QStringLiteral("test machine"), QStringLiteral("test")};
        options.about = {QStringLiteral("tests"), QStringLiteral("1")};
        options.encoding = encoding;
        options.scheduler = &time;
        options.random = [this](quint32 below) { return std::min(random, below - 1); };
        auto made = std::make_unique<FakeTransport>(server, time);
        transport = made.get();
        client = std::make_unique<client::Client>(options, time.clock, std::move(made), secrets);
    }
    void quit() { client.reset(); }
    bool online() const { return client->state().isOnline(); }
    /// What a room shows: message texts, pending ones in brackets, "!" behind failed ones, "-" for deleted ones.
    QStringList shown(RoomId room) const
    {
        QStringList lines;
        const client::Timeline& timeline = client->store().timeline(room);
        for (const client::TimelineRow& row : timeline.rows()) {
            if (row.pending == client::PendingState::Failed)
                lines.append(u'[' + row.text + QStringLiteral("]!"));
            else if (row.isPending())
                lines.append(u'[' + row.text + u']');
            else
                lines.append(row.deleted ? QStringLiteral("-") : row.text);
        }
        return lines;
    }
    QStringList shown() const { return shown(RoomId(1)); }

    QTemporaryDir dir;
    FakeTime time;
    FakeServer server{time.clock};
    MemorySecrets secrets{time};
    protocol::Encoding encoding = protocol::Encoding::Cbor;
    quint32 random = 0; ///< what each random choice gives
    FakeTransport* transport = nullptr;
    std::unique_ptr<client::Client> client;
};

} // namespace confab::test

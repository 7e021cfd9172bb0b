// A person with a client of their own against a real server.
#pragma once

#include "shared/client/Client.h"
#include "shared/client/transport/WebSocketTransport.h"
#include "shared/client/trust/FileSecretStore.h"
#include "shared/client/trust/KnownServers.h"

#include <QTemporaryDir>

namespace confab::test {

using namespace confab::client;
using namespace Qt::StringLiterals;
using protocol::Encoding;

/// A program of one person: its own disk, its own token.
struct Person {
    Person(const QString& personName, const QString& givenToken, Encoding wanted)
        : name(personName)
        , token(givenToken)
        , encoding(wanted)
        , scheduler(makeEventLoopScheduler())
        , secrets(dir.filePath(u"secrets.json"_s), *scheduler)
    {
    }
    void start(const QUrl& url)
    {
        ClientOptions options;
        options.url = url;
        options.account = name;
        options.dataDir = dir.filePath(u"account"_s);
        options.device = {u"device-"_s + name, u"test"_s, u"test"_s};
        options.about = {u"tests"_s, u"1"_s};
        options.encoding = encoding;
        options.random = [](quint32 below) { return std::min<quint32>(50, below - 1); };
        if (!secrets.writeNow({serverKey(url), name, u"test"_s}, token))
            qFatal("no secrets");
        client = std::make_unique<Client>(options, clock, std::make_unique<WebSocketTransport>(), secrets);
        client->start();
    }
    RoomId room(const QString& roomName) const { return client->store().findRoom(roomName); }
    QStringList shown(const QString& roomName) const
    {
        QStringList lines;
        for (const TimelineRow& row : client->store().timeline(room(roomName)).rows()) {
            if (row.isTalk())
                lines.append(row.isPending() ? u'[' + row.text + u']' : row.deleted ? u"-"_s : row.text);
        }
        return lines;
    }
    Seq seqOf(const QString& roomName, const QString& text) const
    {
        for (const TimelineRow& row : client->store().timeline(room(roomName)).rows()) {
            if (row.text == text)
                return row.seq;
        }
        return {};
    }
    bool online() const { return client && client->state().isOnline(); }

    QString name;
    QString token;
    Encoding encoding;
    QTemporaryDir dir;
    SystemClock clock;
    std::unique_ptr<Scheduler> scheduler;
    FileSecretStore secrets;
    std::unique_ptr<Client> client;
};

} // namespace confab::test

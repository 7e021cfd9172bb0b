// The whole interactive program on a terminal in memory, with a server in memory and time moved by hand.
#pragma once

#include "client-tui/app/App.h"
#include "client-tui/term/FakeTerminal.h"
#include "tests/support/ClientRig.h"

namespace confab::test {

/// Makes clients that talk to one FakeServer.
class FakeClientMaker final : public tui::ClientMaker {
public:
    FakeClientMaker(FakeServer& server, FakeTime& time, MemorySecrets& secrets)
        : m_server(server)
        , m_time(time)
        , m_secrets(secrets)
    {
    }

    std::unique_ptr<client::Client> make(const tui::Account& account) override
    {
        client::ClientOptions options;
        options.url = account.url;
        options.account = account.name;
        options.dataDir = m_dir.filePath(account.name);
        options.device = {QStringLiteral("device-1"), QStringLiteral("test machine"), QStringLiteral("terminal")};
        options.about = {QStringLiteral("tests"), QStringLiteral("1")};
        options.scheduler = &m_time;
        options.random = [](quint32 below) { return below - 1; };
        auto made = std::make_unique<FakeTransport>(m_server, m_time);
        transport = made.get();
        return std::make_unique<client::Client>(options, m_time.clock, std::move(made), m_secrets);
    }

    FakeTransport* transport = nullptr; // of the newest client

private:
    QTemporaryDir m_dir;
    FakeServer& m_server;
    FakeTime& m_time;
    MemorySecrets& m_secrets;
};

/// ann is signed in; there are #kitchen (2) and #lobby (1); bob talks.
struct AppRig {
    explicit AppRig(QSize size = {80, 24})
        : terminal(size)
    {
        secrets.secrets.insert(QStringLiteral("terminal ann@127.0.0.1:7600"), QStringLiteral("token-ann"));
        server.addRoom(RoomId(1), QStringLiteral("lobby"));
        server.addRoom(RoomId(2), QStringLiteral("kitchen"));
    }

    void start(const std::optional<tui::Account>& account)
    {
        app = std::make_unique<tui::App>(tui::AppParts{terminal, time.clock, time, maker, known}, tui::ThemeOptions{});
        QObject::connect(app.get(), &tui::App::finished, app.get(), [this] { hasFinished = true; });
        app->start(account);
        time.settle();
    }
    void start() { start(tui::Account{QUrl(QStringLiteral("ws://127.0.0.1:7600/v1/ws")), QStringLiteral("ann"), {}, {}}); }

    void press(const QString& keys)
    {
        terminal.press(keys);
        time.settle();
    }
    void type(const QString& text)
    {
        terminal.type(text);
        time.settle();
    }
    void enter(const QString& line)
    {
        terminal.type(line);
        press(QStringLiteral("Enter"));
    }
    Seq say(RoomId room, const QString& text)
    {
        const Seq seq = server.say(room, text);
        time.settle();
        return seq;
    }
    QString screen() const { return terminal.glyphs(); }
    bool shows(const QString& text) const { return screen().contains(text); }
    QString inputLine() const { return screen().section(u'\n', -1); }

    QTemporaryDir dir;
    FakeTime time;
    FakeServer server{time.clock};
    MemorySecrets secrets{time};
    client::KnownServers known{dir.filePath(QStringLiteral("servers.json"))};
    FakeClientMaker maker{server, time, secrets};
    tui::FakeTerminal terminal;
    std::unique_ptr<tui::App> app;
    bool hasFinished = false;
};

} // namespace confab::test

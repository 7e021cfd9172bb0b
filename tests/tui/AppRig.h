// The whole interactive program on a terminal in memory, with a server in memory and time moved by hand.
#pragma once

#include "client-tui/app/App.h"
#include "client-tui/term/FakeTerminal.h"
#include "tests/support/FakeClientMaker.h"

namespace confab::test {

/// ann is signed in; there are #kitchen (2) and #lobby (1); bob talks.
struct AppRig {
    explicit AppRig(QSize size = {80, 24})
        : terminal(size)
    {
        secrets.secrets.insert(QStringLiteral("test ann@127.0.0.1:7600"), QStringLiteral("token-ann"));
        server.addRoom(RoomId(1), QStringLiteral("lobby"));
        server.addRoom(RoomId(2), QStringLiteral("kitchen"));
    }

    void start(const std::optional<client::Account>& account)
    {
        app = std::make_unique<tui::App>(tui::AppParts{terminal, time.clock, time, maker, known}, tui::ThemeOptions{});
        QObject::connect(app.get(), &tui::App::finished, app.get(), [this] { hasFinished = true; });
        app->start(account);
        time.settle();
    }
    void start() { start(client::Account{QUrl(QStringLiteral("ws://127.0.0.1:7600/v1/ws")), QStringLiteral("ann"), {}, {}}); }

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

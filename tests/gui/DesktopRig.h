// The whole desktop program on the offscreen platform, with a server in memory and time moved by hand.
#pragma once

#include "client-desktop/app/Desktop.h"
#include "tests/support/FakeClientMaker.h"

#include <QPlainTextEdit>
#include <QTest>

namespace confab::test {

/// ann is signed in; there are #kitchen (2) and #lobby (1); bob talks.
struct DesktopRig {
    DesktopRig()
    {
        secrets.secrets.insert(QStringLiteral("test ann@127.0.0.1:7600"), QStringLiteral("token-ann"));
        server.addRoom(RoomId(1), QStringLiteral("lobby"));
        server.addRoom(RoomId(2), QStringLiteral("kitchen"));
    }

    void start(const std::optional<client::Account>& account)
    {
        app = std::make_unique<desktop::Desktop>(
            desktop::DesktopParts{look, time.clock, time, maker, known, dir.filePath(QStringLiteral("desktop.ini")), QStringLiteral("memory")});
        QObject::connect(app.get(), &desktop::Desktop::finished, app.get(), [this] { hasFinished = true; });
        app->start(account);
        app->window().activateWindow();
        settle();
    }
    void start() { start(client::Account{QUrl(QStringLiteral("ws://127.0.0.1:7600/v1/ws")), QStringLiteral("ann"), {}, {}}); }
    /// Everything that is due now, in the program and in Qt.
    void settle()
    {
        for (int turn = 0; turn < 4; ++turn) {
            time.settle();
            QCoreApplication::processEvents();
        }
    }
    void advance(qint64 ms)
    {
        time.advance(ms);
        settle();
    }

    desktop::MainWindow& window() { return app->window(); }
    desktop::ChatPage& page() { return *app->window().chat(); }
    desktop::Composer& composer() { return page().composer(); }
    QPlainTextEdit& input() { return *composer().findChild<QPlainTextEdit*>(); }
    client::Client& client() { return *app->client(); }
    void type(const QString& text)
    {
        QTest::keyClicks(&input(), text);
        settle();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&input(), key, modifiers);
        settle();
    }
    void enter(const QString& line)
    {
        type(line);
        press(Qt::Key_Escape); // suggestions, if any
        press(Qt::Key_Return);
    }
    void run(desktop::ActionId id)
    {
        window().actions().action(id).trigger();
        settle();
    }
    Seq say(RoomId room, const QString& text)
    {
        const Seq seq = server.say(room, text);
        settle();
        return seq;
    }
    /// What the shown room's timeline holds, as models see it.
    QStringList shown()
    {
        QStringList lines;
        for (const client::TimelineRow& row : client().store().timeline(page().room()).rows())
            lines.append(row.text);
        return lines;
    }

    QTemporaryDir dir;
    FakeTime time;
    FakeServer server{time.clock};
    MemorySecrets secrets{time};
    client::KnownServers known{dir.filePath(QStringLiteral("servers.json"))};
    FakeClientMaker maker{server, time, secrets};
    desktop::Look look{desktop::Scheme::Light};
    std::unique_ptr<desktop::Desktop> app;
    bool hasFinished = false;
};

} // namespace confab::test

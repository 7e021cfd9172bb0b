// The desktop as somebody uses it who does not see it: found, read and operated by names and roles on the accessibility bus.
#include "tests/support/DesktopProgram.h"
#include "tests/support/Script.h"
#include "tests/support/WireClient.h"

#include <QElapsedTimer>
#include <QTest>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize windowSize(1100, 760);
constexpr int manyLines = 5000;
constexpr int burstLines = 200;
/// What is spoken comes once in a second; one event for each line would be more than a hundred.
constexpr double mostSpokenPerSecond = 10;

QByteArray numbered(const QByteArray& word, int count)
{
    QByteArray lines;
    for (int i = 1; i <= count; ++i)
        lines += word + ' ' + QByteArray::number(i) + '\n';
    return lines;
}

/// The newest message: behind the items are the button to the newest one and the place of announcements.
Accessible lastItem(const Accessible& list)
{
    Accessible one;
    for (int i = list.childCount() - 1; i >= 0 && one.role() != u"list item"_s; --i)
        one = list.child(i);
    return one;
}

} // namespace

class tst_AccessibleJourney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void signsInByNames();
    void choosesARoomByItsName();
    void writesAndReadsByNames();
    void goesElsewhereByNames();
    void everyMessageOfALongRoomCanBeRead();
    void aBurstOfMessagesIsNoFloodOfEvents();
    void cleanupTestCase();

private:
    void everythingHasAName(const QString& page);
    bool hasKeyboard(const QString& role, const QString& name);

    ServerProcess m_server;
    std::unique_ptr<VirtualDisplay> m_display;
    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<DesktopProgram> m_confab;
    bool m_hasFailed = false;
};

void tst_AccessibleJourney::initTestCase()
{
    const QString absent = QStringList{VirtualDisplay::missing(), SessionBus::missing()}.join(u' ').trimmed();
    if (!absent.isEmpty())
        QSKIP(qPrintable(u"not installed: "_s + absent));
    m_server.setConfig("[rates]\nposting = \"off\"\n");
    for (const QString& name : {u"ana"_s, u"ben"_s})
        QVERIFY2(!m_server.addUser(name).isEmpty(), m_server.errors());
    QVERIFY(m_server.setPassword(u"ana"_s, u"a quiet afternoon"_s));
    for (const QString& room : {u"lobby"_s, u"long"_s, u"ops"_s}) {
        QVERIFY(m_server.addRoom(room));
        QVERIFY(m_server.assign(room, {u"ana"_s, u"ben"_s}));
    }
    QVERIFY2(m_server.start(), m_server.errors());
    m_display = std::make_unique<VirtualDisplay>();
    QVERIFY2(m_display->start(windowSize + QSize(80, 80)), m_display->errors());
    m_bus = std::make_unique<SessionBus>(*m_display);
    QVERIFY2(m_bus->start(), m_display->errors());
    m_confab = std::make_unique<DesktopProgram>(*m_display, *m_bus);
    QVERIFY(m_confab->start({u"--profile"_s, m_display->folder() + u"/profile"_s, u"--theme"_s, u"light"_s}, windowSize));
}

void tst_AccessibleJourney::init()
{
    if (m_hasFailed)
        QSKIP("one story: an earlier part of it failed");
}

void tst_AccessibleJourney::cleanup()
{
    if (!QTest::currentTestFailed())
        return;
    m_hasFailed = true;
    qWarning("%s", m_confab->state().constData());
}

void tst_AccessibleJourney::cleanupTestCase()
{
    if (m_confab && m_confab->isRunning())
        QCOMPARE(m_confab->quit(), 0);
    if (m_server.isRunning())
        QCOMPARE(m_server.terminate(), 0);
}

void tst_AccessibleJourney::everythingHasAName(const QString& page)
{
    const QStringList nameless = m_confab->tree().nameless();
    QVERIFY2(nameless.isEmpty(), qPrintable(page + u": nothing would be said for\n  "_s + nameless.join(u"\n  "_s)));
}

bool tst_AccessibleJourney::hasKeyboard(const QString& role, const QString& name)
{
    return WireClient::waitUntil([&] { return m_confab->tree().findNow(role, name).has(AccessibleState::Focused); });
}

void tst_AccessibleJourney::signsInByNames()
{
    const Accessible address = m_confab->field(u"Server or invite"_s);
    QVERIFY(address.isValid());
    everythingHasAName(u"the page that asks for the server"_s);
    QVERIFY(address.setText(u"127.0.0.1:%1"_s.arg(m_server.url().port())));
    QVERIFY(m_confab->tree().find(u"push button"_s, u"Continue"_s).press());
    const Accessible name = m_confab->field(u"Name"_s);
    QVERIFY(name.isValid());
    everythingHasAName(u"the page that asks who one is"_s);
    QVERIFY(name.setText(u"ana"_s));
    QVERIFY(m_confab->field(u"Password"_s).setText(u"a quiet afternoon"_s));
    QVERIFY(m_confab->tree().find(u"push button"_s, u"Sign in"_s).press());
    QVERIFY(m_confab->isTitled(u"#lobby"_s));
    QVERIFY(hasKeyboard({}, u"Message"_s));
    everythingHasAName(u"the page of the rooms"_s);
}

void tst_AccessibleJourney::choosesARoomByItsName()
{
    const Accessible rooms = m_confab->tree().find(u"list"_s, u"Rooms"_s);
    QVERIFY(rooms.isValid());
    QCOMPARE(rooms.showingNames(), (QStringList{u"lobby"_s, u"long"_s, u"ops"_s}));
    // F6 goes from pane to pane, arrows go from row to row; what is said is the name of what has the keyboard then.
    QVERIFY(m_confab->window().keys({u"shift+F6"_s}));
    QVERIFY(hasKeyboard(u"list"_s, u"Messages"_s));
    QVERIFY(m_confab->window().keys({u"shift+F6"_s}));
    QVERIFY(hasKeyboard(u"list"_s, u"Rooms"_s));
    QVERIFY(m_confab->window().keys({u"Home"_s, u"Down"_s, u"Down"_s}));
    QTRY_VERIFY(rooms.child(2).has(AccessibleState::Focused));
    QVERIFY(m_confab->window().keys({u"Return"_s}));
    QVERIFY(m_confab->isTitled(u"#ops"_s));
}

void tst_AccessibleJourney::writesAndReadsByNames()
{
    QVERIFY(m_confab->field(u"Message"_s).setText(u"does somebody read this?"_s));
    QVERIFY(m_confab->tree().find(u"push button"_s, u"Send"_s).press());
    QVERIFY(m_confab->shows(u"ana, does somebody read this?, "_s));
    QTRY_COMPARE(textsOf(m_server, u"ben"_s, u"#ops"_s), QStringList{u"does somebody read this?"_s});
    QCOMPARE(runScript(m_server, u"ben"_s, {u"send"_s, u"#ops"_s, u"I do"_s}).exitCode, 0);
    QVERIFY(m_confab->shows(u"ben, I do, "_s));
    const Accessible list = m_confab->list(u"Messages"_s);
    const Accessible last = lastItem(list);
    QVERIFY2(last.text().contains(u"I do"_s), qPrintable(last.text()));
    QVERIFY(list.bounds().contains(last.bounds().center()));
}

void tst_AccessibleJourney::goesElsewhereByNames()
{
    QVERIFY(m_confab->window().keys({u"ctrl+k"_s}));
    const Accessible dialog = m_confab->tree().find({}, u"Go to"_s);
    QVERIFY(dialog.isValid());
    everythingHasAName(u"Go to"_s);
    const auto takesText = [](const Accessible& one) { return one.interfaces().contains(u"EditableText"_s); };
    const Accessible line = dialog.findAll(takesText, 1).value(0);
    QVERIFY(line.setText(u"lobby"_s));
    const auto isLobby = [](const Accessible& one) { return one.role() == u"list item"_s && one.name().contains(u"lobby"_s); };
    QTRY_VERIFY(!dialog.findAll(isLobby, 1).isEmpty());
    QVERIFY(m_confab->window().keys({u"Return"_s}));
    QVERIFY(m_confab->isTitled(u"#lobby"_s));
    QVERIFY(hasKeyboard({}, u"Message"_s));
}

void tst_AccessibleJourney::everyMessageOfALongRoomCanBeRead()
{
    QVERIFY(m_confab->say(u"/go long"_s));
    QVERIFY(m_confab->isTitled(u"#long"_s));
    const Printed sent = runScript(m_server, u"ben"_s, {u"send"_s, u"#long"_s, u"--lines"_s}, numbered("many", manyLines));
    QVERIFY2(sent.exitCode == 0, sent.errors);
    QVERIFY(m_confab->shows(u"many %1,"_s.arg(manyLines), 30'000));
    const Accessible list = m_confab->list(u"Messages"_s);
    const int count = lastItem(list).indexInParent() + 1;
    qInfo("%d of %d messages are children of the list", count, manyLines);
    QVERIFY(count > 100);
    for (const int at : {0, 1, count / 2, count / 2 + 1, count - 2, count - 1}) {
        const Accessible one = list.child(at);
        QVERIFY2(one.role() == u"list item"_s && !one.name().isEmpty(), qPrintable(u"child %1 of %2"_s.arg(at).arg(count)));
    }
    QVERIFY(!list.child(list.childCount()).isValid());
    QVERIFY(!list.child(-1).isValid());
    QCOMPARE(list.children().size(), list.childCount());
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_confab->window().keys({u"Prior"_s}));
    QVERIFY(m_confab->hides(u"many %1,"_s.arg(manyLines)));
    QVERIFY(!m_confab->messages().isEmpty());
    QVERIFY(m_confab->window().keys({u"ctrl+End"_s}));
    QVERIFY(m_confab->shows(u"many %1,"_s.arg(manyLines)));
    QVERIFY(m_confab->isRunning());
}

void tst_AccessibleJourney::aBurstOfMessagesIsNoFloodOfEvents()
{
    QVERIFY(m_bus->countEvents());
    // Somebody listens from now on: the first of these events proves it.
    QCOMPARE(runScript(m_server, u"ben"_s, {u"send"_s, u"#long"_s, u"before the burst"_s}).exitCode, 0);
    QVERIFY(m_confab->shows(u"before the burst"_s));
    QTRY_VERIFY(m_bus->eventCount() > 0);
    m_bus->forgetEvents();
    QElapsedTimer took;
    took.start();
    const Printed sent = runScript(m_server, u"ben"_s, {u"send"_s, u"#long"_s, u"--lines"_s}, numbered("burst", burstLines));
    QVERIFY2(sent.exitCode == 0, sent.errors);
    QVERIFY(m_confab->shows(u"burst %1,"_s.arg(burstLines), 30'000));
    // What is announced comes a second after the first line, in one piece.
    QTRY_VERIFY(m_bus->eventCount(u"PropertyChange:accessible-value"_s) > 0);
    const double seconds = double(took.elapsed()) / 1000;
    qInfo("%d events in %.1f s for %d messages: %s", m_bus->eventCount(), seconds, burstLines, qPrintable(m_bus->eventSummary()));
    // The scroll bar tells its value with each line that is drawn; no screen reader speaks of that.
    const int spoken = m_bus->eventCount(u"PropertyChange:accessible-value"_s);
    QVERIFY2(spoken <= mostSpokenPerSecond * std::max(1.0, seconds), qPrintable(m_bus->eventSummary()));
    QVERIFY2(m_bus->eventCount() <= 2 * burstLines, qPrintable(m_bus->eventSummary()));
}

QTEST_GUILESS_MAIN(tst_AccessibleJourney)
#include "tst_AccessibleJourney.moc"

// Golden screens: what people see, at four sizes.
#include "client-tui/views/Screen.h"
#include "tests/support/Scene.h"
#include "tests/tui/Golden.h"

#include <QTest>

using namespace confab;
using namespace confab::tui;
using namespace Qt::StringLiterals;
using test::Scene;

class tst_Screens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void conversation_data() { sizes(); }
    void conversation();
    void offlineWithUnsentMessages_data() { sizes(); }
    void offlineWithUnsentMessages();
    void scrolledUp_data() { sizes(); }
    void scrolledUp();
    void completing_data() { sizes(); }
    void completing();
    void severalLinesBeingWritten_data() { sizes(); }
    void severalLinesBeingWritten();
    void help_data() { sizes(); }
    void help();
    void longNamesAndTokens_data() { sizes(); }
    void longNamesAndTokens();
    void lightAndSimpleTerminals_data();
    void lightAndSimpleTerminals();
    void tooSmallSaysSo();
    void localLinesStandWhereTheyWerePrinted();

private:
    static void sizes();
};

namespace {

ScreenState onlineState()
{
    ScreenState state;
    state.connection.phase = client::ConnectionPhase::Online;
    return state;
}

/// The scene of the pictures: news in some rooms, a conversation in #ops.
void prepare(Scene& scene)
{
    scene.talkInOps();
    scene.fillRoom(Scene::lobby, 4);
    scene.say(Scene::books, Scene::kobayashi, u"12:40"_s, u"I liked the glacier chapters best"_s);
    scene.say(Scene::withAna, Scene::ana, u"13:05"_s, u"lunch?"_s);
}

void show(FakeTerminal& terminal, Screen& screen, const ScreenState& state)
{
    Grid grid(terminal.size());
    const Cursor cursor = screen.draw(grid, state);
    terminal.present(grid, cursor);
}

QString compare(const FakeTerminal& terminal, const QString& name)
{
    return test::compareWithGolden(terminal, name + u'-' + QString::fromLatin1(QTest::currentDataTag()));
}

} // namespace

void tst_Screens::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
}

void tst_Screens::sizes()
{
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(40, 10), QSize(60, 20), QSize(80, 24), QSize(132, 43)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

void tst_Screens::conversation()
{
    QFETCH(QSize, size);
    Scene scene;
    prepare(scene);
    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    FakeTerminal terminal(size);
    show(terminal, screen, onlineState());
    QCOMPARE(compare(terminal, u"conversation"_s), QString());
}

void tst_Screens::offlineWithUnsentMessages()
{
    QFETCH(QSize, size);
    Scene scene;
    prepare(scene);
    scene.pending(Scene::ops, u"I am on it, descaling now ☕"_s, client::PendingState::Failed, Error{ErrorCode::Muted, u""_s});
    scene.pending(Scene::ops, u"and it asks for a new filter as well"_s, client::PendingState::Waiting);
    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    ScreenState state = onlineState();
    state.connection = {client::ConnectionPhase::WaitingToRetry, client::StopReason::None, 11'400, {}};
    state.undelivered = 1;
    state.input.text = u"the filter is in the"_s;
    state.input.cursor = state.input.text.size();
    FakeTerminal terminal(size);
    show(terminal, screen, state);
    QCOMPARE(compare(terminal, u"offline"_s), QString());
}

void tst_Screens::scrolledUp()
{
    QFETCH(QSize, size);
    Scene scene;
    scene.fillRoom(Scene::lobby, 80);
    scene.setRead(Scene::lobby, Seq(80), 0, 0);
    Screen screen(scene.store());
    screen.showRoom(Scene::lobby);
    FakeTerminal terminal(size);
    show(terminal, screen, onlineState());
    screen.timeline().scrollPages(-1);
    show(terminal, screen, onlineState());
    scene.say(Scene::lobby, Scene::ana, u"14:29"_s, u"something new"_s);
    show(terminal, screen, onlineState());
    QCOMPARE(compare(terminal, u"scrolled"_s), QString());
}

void tst_Screens::completing()
{
    QFETCH(QSize, size);
    Scene scene;
    prepare(scene);
    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    ScreenState state = onlineState();
    state.input.text = u"did you see that, 小林さくら"_s;
    state.input.cursor = state.input.text.size();
    for (const QString& name : {u"Ana"_s, u"bo"_s, u"小林さくら"_s, u"דוד"_s, u"cyd"_s, u"mara"_s})
        state.completions.candidates.append({name, name, u"@"_s + name});
    state.candidate = 2;
    FakeTerminal terminal(size);
    show(terminal, screen, state);
    QCOMPARE(compare(terminal, u"completing"_s), QString());
}

void tst_Screens::severalLinesBeingWritten()
{
    QFETCH(QSize, size);
    Scene scene;
    prepare(scene);
    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    ScreenState state = onlineState();
    state.input.text =
        u"Plan for the afternoon:\n1. descale the machine\n2. 了解\n3. a line that is so long that it has to be broken somewhere to fit into the window"_s;
    state.input.cursor = state.input.text.size();
    state.input.isEditing = true;
    state.input.prompt = u"editing ›"_s;
    FakeTerminal terminal(size);
    show(terminal, screen, state);
    QCOMPARE(compare(terminal, u"writing"_s), QString());
}

void tst_Screens::help()
{
    QFETCH(QSize, size);
    Scene scene;
    prepare(scene);
    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    QList<TextOverlay::Line> lines{{{}, u"Write and press Enter to talk."_s}, {{}, u"Rooms"_s, true}};
    for (int i = 1; i <= 60; ++i)
        lines.append({u"/command%1 <argument>"_s.arg(i),
            u"What this command does, told in a sentence that is long enough to wrap in narrow windows"_s});
    screen.overlay().open(u"Help"_s, lines);
    FakeTerminal terminal(size);
    show(terminal, screen, onlineState());
    screen.overlay().scrollPages(1);
    show(terminal, screen, onlineState());
    QCOMPARE(compare(terminal, u"help"_s), QString());
}

void tst_Screens::longNamesAndTokens()
{
    QFETCH(QSize, size);
    Scene scene;
    scene.setTopic(Scene::lobby, u"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"_s);
    scene.say(Scene::lobby, Scene::david, u"10:00"_s, u"https://example.org/"_s + QString(150, u'a'));
    scene.say(Scene::lobby, Scene::kobayashi, u"10:10"_s, QString(70, QChar(0x6F22)));
    scene.say(Scene::lobby, Scene::bo, u"10:20"_s, u"👩‍👩‍👧‍👦"_s.repeated(40));
    scene.say(Scene::lobby, Scene::ana, u"10:30"_s, u"z"_s + QString(30, QChar(0x0301)) + u" and שלום עולם in one line"_s);
    scene.system(Scene::lobby, protocol::Severity::Alert, u"10:31"_s, u"The server restarts at noon"_s);
    Screen screen(scene.store());
    screen.showRoom(Scene::lobby);
    FakeTerminal terminal(size);
    show(terminal, screen, onlineState());
    QCOMPARE(compare(terminal, u"long"_s), QString());
}

void tst_Screens::lightAndSimpleTerminals_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<int>("colors");
    QTest::newRow("light") << false << int(ColorDepth::Indexed256);
    QTest::newRow("sixteen") << true << int(ColorDepth::Ansi16);
    QTest::newRow("none") << true << int(ColorDepth::None);
}

void tst_Screens::lightAndSimpleTerminals()
{
    QFETCH(bool, isDark);
    QFETCH(int, colors);
    Scene scene;
    prepare(scene);
    Screen screen(scene.store());
    screen.setTheme(makeTheme({isDark, static_cast<ColorDepth>(colors)}));
    screen.showRoom(Scene::ops);
    FakeTerminal terminal({80, 24});
    show(terminal, screen, onlineState());
    QCOMPARE(compare(terminal, u"theme"_s), QString());
}

void tst_Screens::tooSmallSaysSo()
{
    Scene scene;
    Screen screen(scene.store());
    FakeTerminal terminal({39, 10});
    show(terminal, screen, onlineState());
    QCOMPARE(terminal.glyphs().trimmed(), u"Too small: Confab needs 40×10"_s);
}

void tst_Screens::localLinesStandWhereTheyWerePrinted()
{
    Scene scene;
    scene.say(Scene::lobby, Scene::ana, u"10:00"_s, u"before"_s);
    Screen screen(scene.store());
    screen.showRoom(Scene::lobby);
    screen.timeline().addLocal(Scene::lobby, protocol::Severity::Info, u"answer"_s);
    scene.say(Scene::lobby, Scene::ana, u"10:01"_s, u"after"_s);
    FakeTerminal terminal({80, 24});
    show(terminal, screen, onlineState());
    const QString glyphs = terminal.glyphs();
    QVERIFY(glyphs.indexOf(u"before"_s) < glyphs.indexOf(u"answer"_s));
    QVERIFY(glyphs.indexOf(u"answer"_s) < glyphs.indexOf(u"after"_s));
}

QTEST_GUILESS_MAIN(tst_Screens)
#include "tst_Screens.moc"

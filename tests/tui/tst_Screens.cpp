// Golden screens: what people see, at four sizes.
#include "client-tui/views/Screen.h"
#include "tests/tui/Golden.h"
#include "tests/tui/Scene.h"

#include <QTest>

using namespace confab;
using namespace confab::tui;
using namespace Qt::StringLiterals;
using test::Scene;

class tst_Screens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void conversation_data();
    void conversation();
};

namespace {

ScreenState onlineState()
{
    ScreenState state;
    state.connection.phase = client::ConnectionPhase::Online;
    return state;
}

void show(FakeTerminal& terminal, Screen& screen, const ScreenState& state)
{
    Grid grid(terminal.size());
    const Cursor cursor = screen.draw(grid, state);
    terminal.present(grid, cursor);
}

} // namespace

void tst_Screens::initTestCase()
{
    qputenv("TZ", "UTC");
    QLocale::setDefault(QLocale::c());
}

void tst_Screens::conversation_data()
{
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(40, 10), QSize(60, 20), QSize(80, 24), QSize(132, 43)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

void tst_Screens::conversation()
{
    QFETCH(QSize, size);
    Scene scene;
    scene.talkInOps();
    scene.setRead(Scene::lobby, Seq(1), 4, 0);
    scene.setRead(Scene::withAna, Seq(1), 2, 0);
    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    FakeTerminal terminal(size);
    show(terminal, screen, onlineState());
    QCOMPARE(test::compareWithGolden(terminal, u"conversation-"_s + QString::fromLatin1(QTest::currentDataTag())), QString());
}

QTEST_GUILESS_MAIN(tst_Screens)
#include "tst_Screens.moc"

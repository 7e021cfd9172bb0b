// The README's pictures: a screen as the program draws it, written as SVG, and fresh or this test fails.
#include "client-tui/views/Screen.h"
#include "tests/support/Scene.h"
#include "tests/support/ScreenPicture.h"

#include <QFile>
#include <QTest>

using namespace confab;
using namespace confab::tui;
using namespace Qt::StringLiterals;
using test::Scene;

class tst_Pictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        QLocale::setDefault(QLocale::c());
    }
    void areFresh_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("terminal-80x24") << QSize(80, 24);
        QTest::newRow("terminal-132x43") << QSize(132, 43);
    }
    void areFresh();
};

void tst_Pictures::areFresh()
{
    QFETCH(QSize, size);
    Scene scene;
    scene.talkInOps();
    scene.say(Scene::ops, Scene::me, u"14:25"_s, u"on it, after the deploy"_s);
    scene.say(Scene::ops, Scene::bo, u"14:26"_s, u"deploy is through, **all green** 🎉"_s);
    scene.fillRoom(Scene::lobby, 4);
    scene.say(Scene::books, Scene::kobayashi, u"12:40"_s, u"I liked the glacier chapters best"_s);
    scene.say(Scene::withAna, Scene::ana, u"13:05"_s, u"lunch?"_s);

    Screen screen(scene.store());
    screen.showRoom(Scene::ops);
    ScreenState state;
    state.connection.phase = client::ConnectionPhase::Online;
    state.input.text = u"thanks, all of you"_s;
    state.input.cursor = state.input.text.size();
    Grid grid(size);
    static_cast<void>(screen.draw(grid, state));
    const QByteArray picture = test::svgOf(grid, u"confab-tui, %1×%2"_s.arg(size.width()).arg(size.height()));

    QFile file(QStringLiteral(CONFAB_SOURCE_DIR "/resources/pictures/%1.svg").arg(QString::fromLatin1(QTest::currentDataTag())));
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(picture), picture.size());
        file.close();
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), "make the pictures with CONFAB_UPDATE_GOLDEN=1");
    QVERIFY2(file.readAll() == picture, "the screen has changed; draw the pictures anew with CONFAB_UPDATE_GOLDEN=1 and look at them");
}

QTEST_GUILESS_MAIN(tst_Pictures)
#include "tst_Pictures.moc"

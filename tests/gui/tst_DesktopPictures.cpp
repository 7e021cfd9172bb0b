// The README's pictures of the desktop: drawn from a small world with a clock that stands still, and fresh or this test fails.
#include "client-desktop/theme/WindowStyle.h"
#include "client-desktop/windows/MainWindow.h"
#include "tests/support/Scene.h"

#include <QFile>
#include <QMenuBar>
#include <QTest>

using namespace confab;
using namespace confab::desktop;
using namespace Qt::StringLiterals;
using test::Scene;

namespace {

constexpr QSize pictureSize(1180, 740);
// Fonts are drawn a little differently from machine to machine: what must agree is the layout and the colours, seen from a distance.
constexpr int coarse = 10;
constexpr double allowedDistance = 6.0; // mean of the differences per channel, of 255

double distance(const QImage& one, const QImage& other)
{
    const auto shrink = [](const QImage& image) {
        return image.scaled(image.width() / coarse, image.height() / coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    };
    const QImage a = shrink(one);
    const QImage b = shrink(other);
    if (a.size() != b.size())
        return 255;
    qint64 sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor p = a.pixelColor(x, y);
            const QColor q = b.pixelColor(x, y);
            sum += std::abs(p.red() - q.red()) + std::abs(p.green() - q.green()) + std::abs(p.blue() - q.blue());
        }
    }
    return double(sum) / (3.0 * a.width() * a.height());
}

} // namespace

class tst_DesktopPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        QLocale::setDefault(QLocale::c());
        QApplication::setFont(QFont(u"DejaVu Sans"_s, 10));
        QApplication::setCursorFlashTime(0);
    }
    void areFresh_data()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::newRow("desktop-light") << Scheme::Light;
        QTest::newRow("desktop-dark") << Scheme::Dark;
    }
    void areFresh();
    void aChangedColourIsNoticed();

private:
    static QImage draw(Scheme scheme);
};

QImage tst_DesktopPictures::draw(Scheme scheme)
{
    Scene scene;
    scene.talkInOps();
    scene.say(Scene::ops, Scene::me, u"14:25"_s, u"on it, after the deploy"_s);
    scene.say(Scene::ops, Scene::bo, u"14:26"_s, u"deploy is through, **all green** 🎉"_s);
    scene.fillRoom(Scene::lobby, 4);
    scene.say(Scene::books, Scene::kobayashi, u"12:40"_s, u"I liked the glacier chapters best"_s);
    scene.say(Scene::withAna, Scene::ana, u"13:05"_s, u"lunch?"_s);
    static Look look(scheme); // outlives the style
    look.setScheme(scheme);
    QApplication::setStyle(new WindowStyle(look));
    MainWindow window(look, {});
    ChatPage& page = window.openChat(scene.store());
    window.resize(pictureSize);
    window.show();
    window.showChat();
    page.showRoom(Scene::ops);
    page.composer().enterRoom(Scene::ops, u"thanks, all of you"_s);
    page.timeline().jumpToLatest();
    window.setCaption(scene.store().roomLabel(Scene::ops), 2);
    QCoreApplication::processEvents();
    return window.grab().toImage();
}

void tst_DesktopPictures::areFresh()
{
    QFETCH(Scheme, scheme);
    const QImage drawn = draw(scheme);
    QCOMPARE(drawn.size(), pictureSize);
    const QString path = QStringLiteral(CONFAB_SOURCE_DIR "/resources/pictures/%1.png").arg(QString::fromLatin1(QTest::currentDataTag()));
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN"))
        QVERIFY(drawn.save(path));
    const QImage kept(path);
    QVERIFY2(!kept.isNull(), "make the pictures with CONFAB_UPDATE_GOLDEN=1");
    const double found = distance(drawn, kept);
    QVERIFY2(found < allowedDistance, qPrintable(u"differs by %1; draw the pictures anew with CONFAB_UPDATE_GOLDEN=1 and look at them"_s.arg(found)));
}

void tst_DesktopPictures::aChangedColourIsNoticed() { QVERIFY(distance(draw(Scheme::Light), draw(Scheme::Dark)) > 10 * allowedDistance); }

QTEST_MAIN(tst_DesktopPictures)
#include "tst_DesktopPictures.moc"

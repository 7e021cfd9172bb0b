// The screen, the window manager, the keyboard and the accessible tree that the desktop's journeys stand on, proved with a window of a few
// lines.
#include "tests/support/SessionBus.h"
#include "tests/support/VirtualDisplay.h"
#include "tests/support/WireClient.h"
#include "tests/support/XWindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

#include <csignal>

using namespace confab::test;
using namespace Qt::StringLiterals;

namespace {

constexpr QRgb paperColour = 0xff204060;

/// The stand-in: what Return in "Field" holds goes into the list "Lines"; one button has a name and one has none.
int showStandIn(int& argc, char** argv)
{
    QApplication app(argc, argv);
    QWidget window;
    window.setWindowTitle(u"Stand-in"_s);
    QPalette paper;
    paper.setColor(QPalette::Window, QColor(paperColour));
    window.setPalette(paper);
    QLineEdit field;
    field.setAccessibleName(u"Field"_s);
    QListWidget list;
    list.setAccessibleName(u"Lines"_s);
    QPushButton clear(u"Clear"_s);
    QPushButton nameless;
    auto* layout = new QVBoxLayout(&window);
    for (QWidget* one : QList<QWidget*>{&field, &list, &clear, &nameless})
        layout->addWidget(one);
    QObject::connect(&field, &QLineEdit::returnPressed, &list, [&] {
        list.addItem(field.text());
        field.clear();
    });
    QObject::connect(&clear, &QPushButton::clicked, &list, &QListWidget::clear);
    window.resize(400, 300);
    window.show();
    field.setFocus();
    return QApplication::exec();
}

bool isAlive(qint64 process) { return ::kill(pid_t(process), 0) == 0; }

} // namespace

class tst_Harness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aWindowTakesTheSizeItIsGiven();
    void theScreenshotShowsTheWindow();
    void keysGoToTheFocusedField();
    void aClickPressesWhatIsThere();
    void theTreeIsReadAndDrivenByNames();
    void whatHasNoNameIsListed();
    void eventsAreCounted();
    void nothingIsLeftBehind();
    void cleanupTestCase();

private:
    std::unique_ptr<VirtualDisplay> m_display;
    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<QProcess> m_program;
    std::unique_ptr<XWindow> m_window;
    Accessible m_application;
};

void tst_Harness::initTestCase()
{
    const QString absent = QStringList{VirtualDisplay::missing(), SessionBus::missing()}.join(u' ').trimmed();
    if (!absent.isEmpty())
        QSKIP(qPrintable(u"not installed: "_s + absent));
    m_display = std::make_unique<VirtualDisplay>();
    QVERIFY2(m_display->start({800, 600}), m_display->errors());
    m_bus = std::make_unique<SessionBus>(*m_display);
    QVERIFY2(m_bus->start(), m_display->errors());
    m_program = makeBoundProcess(m_bus->environment(), m_display->folder() + u"/errors.log"_s);
    m_program->start(QCoreApplication::applicationFilePath(), {u"--stand-in"_s});
    QVERIFY(m_program->waitForStarted());
    m_window = std::make_unique<XWindow>(*m_display);
    QVERIFY2(m_window->find(m_program->processId(), u"^Stand-in$"_s), m_display->errors());
    QVERIFY(m_window->activate());
    m_application = m_bus->application(m_program->processId());
    QVERIFY2(m_application.isValid(), m_display->errors());
}

void tst_Harness::aWindowTakesTheSizeItIsGiven()
{
    QVERIFY(m_window->resize({500, 400}));
    QCOMPARE(m_window->area().size(), QSize(500, 400));
    QVERIFY(!m_window->exists(m_program->processId(), u"^Another$"_s));
}

void tst_Harness::theScreenshotShowsTheWindow()
{
    const auto cornerIs = [this](QRgb colour) { return m_window->picture().pixel(2, 2) == colour; };
    QVERIFY(WireClient::waitUntil([&] { return cornerIs(paperColour); }));
    QCOMPARE(m_window->picture().size(), QSize(500, 400));
    QCOMPARE(m_display->picture().size(), QSize(800, 600));
}

void tst_Harness::keysGoToTheFocusedField()
{
    const Accessible field = m_application.find(u"text"_s, u"Field"_s);
    QVERIFY2(field.isValid(), qPrintable(m_application.dump()));
    QVERIFY(m_window->type(u"Hello, #world: it's 100% /me @ana"_s));
    QTRY_COMPARE(field.text(), u"Hello, #world: it's 100% /me @ana"_s);
    QVERIFY(field.has(AccessibleState::Focused));
    QVERIFY(m_window->keys({u"Return"_s}));
    const Accessible list = m_application.find(u"list"_s, u"Lines"_s);
    QTRY_COMPARE(list.showingNames(), QStringList{u"Hello, #world: it's 100% /me @ana"_s});
    QCOMPARE(field.text(), QString());
}

void tst_Harness::aClickPressesWhatIsThere()
{
    const Accessible button = m_application.find(u"push button"_s, u"Clear"_s);
    QVERIFY(m_window->clickOnScreen(button.bounds().center()));
    QTRY_COMPARE(m_application.find(u"list"_s, u"Lines"_s).childCount(), 0);
}

void tst_Harness::theTreeIsReadAndDrivenByNames()
{
    const Accessible field = m_application.find(u"text"_s, u"Field"_s);
    QVERIFY(field.focus());
    QVERIFY(field.setText(u"by name"_s));
    QTRY_COMPARE(field.text(), u"by name"_s);
    QVERIFY(field.interfaces().contains(u"EditableText"_s));
    QVERIFY(m_window->keys({u"Return"_s}));
    const Accessible list = m_application.find(u"list"_s, u"Lines"_s);
    QTRY_COMPARE(list.showingNames(), QStringList{u"by name"_s});
    QCOMPARE(list.child(0).role(), u"list item"_s);
    QVERIFY(m_application.find(u"push button"_s, u"Clear"_s).press());
    QTRY_COMPARE(list.childCount(), 0);
    QVERIFY(!m_application.findNow(u"push button"_s, u"No such thing"_s).isValid());
}

void tst_Harness::whatHasNoNameIsListed()
{
    const QStringList nameless = m_application.nameless();
    QVERIFY2(nameless.size() == 1 && nameless.first().contains(u"push button"_s), qPrintable(nameless.join(u'\n')));
}

void tst_Harness::eventsAreCounted()
{
    QVERIFY(m_bus->countEvents());
    QVERIFY(m_application.find(u"text"_s, u"Field"_s).focus());
    const bool counted = WireClient::waitUntil([this] {
        m_window->type(u"x"_s);
        return m_bus->eventSummary().contains(u"TextChanged"_s);
    });
    QVERIFY2(counted, qPrintable(m_bus->eventSummary()));
    QVERIFY(m_bus->eventCount() > 0);
}

void tst_Harness::nothingIsLeftBehind()
{
    const qint64 program = m_program->processId();
    const QString name = m_display->name();
    m_window.reset();
    m_program->kill();
    QVERIFY(m_program->waitForFinished());
    m_bus.reset();
    m_display.reset();
    QVERIFY(!isAlive(program));
    QVERIFY(!QFile::exists(u"/tmp/.X11-unix/X"_s + name.mid(1)));
}

void tst_Harness::cleanupTestCase()
{
    if (m_program)
        endProcess(*m_program);
}

int main(int argc, char** argv)
{
    if (argc > 1 && qstrcmp(argv[1], "--stand-in") == 0)
        return showStandIn(argc, argv);
    QCoreApplication app(argc, argv);
    tst_Harness test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_Harness.moc"

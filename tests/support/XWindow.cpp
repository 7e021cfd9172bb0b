// Driving a window by xdotool's command line.
#include "tests/support/XWindow.h"

#include "tests/support/WireClient.h"

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int commandMs = 20'000;
constexpr int settleMs = 10'000;

} // namespace

QByteArray XWindow::run(const QStringList& arguments, bool* worked) const
{
    QProcess process;
    process.setProcessEnvironment(m_display.environment());
    process.start(u"xdotool"_s, arguments);
    const bool ended = process.waitForFinished(commandMs) && process.exitStatus() == QProcess::NormalExit;
    if (worked)
        *worked = ended && process.exitCode() == 0;
    return process.readAllStandardOutput();
}

bool XWindow::done(const QStringList& arguments) const
{
    bool worked = false;
    run(arguments, &worked);
    return worked;
}

bool XWindow::find(qint64 processId, const QString& title, int limitMs)
{
    return WireClient::waitUntil(
        [&] {
            const QByteArray found =
                run({u"search"_s, u"--onlyvisible"_s, u"--all"_s, u"--pid"_s, QString::number(processId), u"--name"_s, title});
            m_id = QString::fromUtf8(found.split('\n').value(0).trimmed());
            return !m_id.isEmpty();
        },
        limitMs);
}

bool XWindow::exists(qint64 processId, const QString& title) const
{
    return !run({u"search"_s, u"--onlyvisible"_s, u"--all"_s, u"--pid"_s, QString::number(processId), u"--name"_s, title})
                .trimmed()
                .isEmpty();
}

bool XWindow::activate()
{
    return done({u"windowactivate"_s, m_id}) && WireClient::waitUntil([this] { return hasFocus(); }, settleMs);
}

bool XWindow::hasFocus() const { return QString::fromUtf8(run({u"getactivewindow"_s}).trimmed()) == m_id; }

bool XWindow::resize(QSize size)
{
    return done({u"windowsize"_s, m_id, QString::number(size.width()), QString::number(size.height())})
        && WireClient::waitUntil([&] { return area().size() == size; }, settleMs);
}

QRect XWindow::area() const
{
    int x = 0;
    int y = 0;
    QSize size;
    for (const QByteArray& line : run({u"getwindowgeometry"_s, u"--shell"_s, m_id}).split('\n')) {
        const int value = line.mid(line.indexOf('=') + 1).toInt();
        if (line.startsWith("X="))
            x = value;
        else if (line.startsWith("Y="))
            y = value;
        else if (line.startsWith("WIDTH="))
            size.setWidth(value);
        else if (line.startsWith("HEIGHT="))
            size.setHeight(value);
    }
    return {QPoint(x, y), size};
}

QString XWindow::title() const { return QString::fromUtf8(run({u"getwindowname"_s, m_id})).trimmed(); }

bool XWindow::type(const QString& text) { return done({u"type"_s, u"--delay"_s, u"2"_s, u"--"_s, text}); }

bool XWindow::keys(const QStringList& names) { return done(QStringList{u"key"_s, u"--delay"_s, u"2"_s, u"--"_s} + names); }

bool XWindow::click(QPoint inside) { return clickOnScreen(area().topLeft() + inside); }

bool XWindow::clickOnScreen(QPoint place)
{
    return done({u"mousemove"_s, QString::number(place.x()), QString::number(place.y()), u"click"_s, u"1"_s});
}

bool XWindow::wheel(QPoint inside, int notches)
{
    const QPoint place = area().topLeft() + inside;
    return done({u"mousemove"_s, QString::number(place.x()), QString::number(place.y()), u"click"_s, u"--delay"_s, u"5"_s, u"--repeat"_s,
        QString::number(std::abs(notches)), notches > 0 ? u"4"_s : u"5"_s});
}

QImage XWindow::picture() const { return m_display.picture().copy(area()); }

} // namespace confab::test

// No invisible text, ever: every token pair and every nick colour against the surfaces they are drawn on.
#include "client-desktop/theme/Look.h"
#include "shared/client/text/NickColour.h"

#include <QSignalSpy>
#include <QTest>

using namespace confab;
using namespace confab::desktop;
using namespace Qt::StringLiterals;

namespace {

client::Rgb rgb(const QColor& color) { return {quint8(color.red()), quint8(color.green()), quint8(color.blue())}; }
double contrast(const QColor& one, const QColor& other) { return client::contrastRatio(rgb(one), rgb(other)); }

constexpr double textContrast = 4.5; // WCAG 2.1 AA, normal text
constexpr double markContrast = 3.0; // WCAG 2.1 AA, graphical objects

struct Pair {
    Token front;
    Token back;
};

const Pair texts[] = {
    {Token::Text, Token::Window}, {Token::Text, Token::Timeline}, {Token::Text, Token::Field}, {Token::Text, Token::Hover},
    {Token::Text, Token::Mentioned}, {Token::Text, Token::TextSelection}, {Token::Quiet, Token::Window}, {Token::Quiet, Token::Timeline},
    {Token::Quiet, Token::Field}, {Token::Quiet, Token::Hover}, {Token::Quiet, Token::Mentioned}, {Token::Strong, Token::Window},
    {Token::Strong, Token::Timeline}, {Token::Strong, Token::Hover}, {Token::Link, Token::Timeline}, {Token::Link, Token::Hover},
    {Token::Link, Token::Mentioned}, {Token::Link, Token::Field}, {Token::Code, Token::CodeBack}, {Token::OnSelected, Token::Selected},
    {Token::OnBanner, Token::Banner}, {Token::Good, Token::Timeline}, {Token::Good, Token::Window}, {Token::Warning, Token::Timeline},
    {Token::Warning, Token::Window}, {Token::Warning, Token::Hover}, {Token::Alert, Token::Timeline}, {Token::Alert, Token::Window},
    {Token::Alert, Token::Hover}, {Token::Alert, Token::Field}, {Token::OnAccent, Token::Accent}, {Token::OnBadge, Token::Badge}, {Token::Unread, Token::Timeline},
};
const Pair marks[] = {
    {Token::Accent, Token::Window}, {Token::Accent, Token::Timeline}, {Token::Accent, Token::Field}, {Token::Badge, Token::Window},
    {Token::Badge, Token::Selected}, {Token::Badge, Token::Field}, {Token::Warning, Token::Field}, {Token::QuoteBar, Token::Timeline}, {Token::Online, Token::Window}, {Token::Away, Token::Window},
    {Token::Busy, Token::Window}, {Token::Offline, Token::Window}, {Token::Online, Token::Hover}, {Token::Away, Token::Hover},
    {Token::Busy, Token::Hover}, {Token::Offline, Token::Hover}, {Token::Online, Token::Selected},
    {Token::Away, Token::Selected}, {Token::Busy, Token::Selected}, {Token::Offline, Token::Selected}, {Token::Badge, Token::Hover},
    {Token::QuoteBar, Token::Window},
};

} // namespace

class tst_Theme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastIsKept_data();
    void contrastIsKept();
    void everyNickIsReadable_data() { contrastIsKept_data(); }
    void everyNickIsReadable();
    void changingTheSchemeReachesEveryWidget();
    void theSystemDecidesOnlyWhenAsked();
};

void tst_Theme::contrastIsKept_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_Theme::contrastIsKept()
{
    QFETCH(bool, isDark);
    const Theme theme = makeTheme(isDark);
    QStringList faults;
    const auto check = [&](const Pair& pair, double wanted) {
        const double found = contrast(theme.color(pair.front), theme.color(pair.back));
        if (found < wanted)
            faults.append(u"token %1 on %2: %3, wanted %4"_s.arg(int(pair.front)).arg(int(pair.back)).arg(found).arg(wanted));
    };
    for (const Pair& pair : texts)
        check(pair, textContrast);
    for (const Pair& pair : marks)
        check(pair, markContrast);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void tst_Theme::everyNickIsReadable()
{
    QFETCH(bool, isDark);
    const Theme theme = makeTheme(isDark);
    for (qint64 person = 1; person <= 720; ++person) {
        for (const Token back : {Token::Window, Token::Timeline, Token::Hover, Token::Mentioned}) {
            const double found = contrast(theme.nick(UserId(person)), theme.color(back));
            QVERIFY2(found >= textContrast, qPrintable(u"person %1 on token %2: %3"_s.arg(person).arg(int(back)).arg(found)));
        }
    }
}

void tst_Theme::changingTheSchemeReachesEveryWidget()
{
    Look look(Scheme::Light);
    QWidget widget;
    widget.show();
    const QColor before = widget.palette().color(QPalette::Window);
    QCOMPARE(before, makeTheme(false).color(Token::Window));
    QSignalSpy changes(&look, &Look::changed);
    look.setScheme(Scheme::Dark);
    QCOMPARE(changes.count(), 1);
    QTRY_COMPARE(widget.palette().color(QPalette::Window), makeTheme(true).color(Token::Window));
}

void tst_Theme::theSystemDecidesOnlyWhenAsked()
{
    Look look(Scheme::Light);
    look.setSystemIsDark(true);
    QVERIFY(!look.theme().isDark);
    look.setScheme(Scheme::System);
    QVERIFY(look.theme().isDark);
    look.setSystemIsDark(false);
    QVERIFY(!look.theme().isDark);
}

QTEST_MAIN(tst_Theme)
#include "tst_Theme.moc"

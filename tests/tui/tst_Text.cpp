// Text on the screen: wrapping, Markdown as looks, themes and the command line.
#include "client-tui/app/Options.h"
#include "client-tui/script/ScriptArguments.h"
#include "client-tui/term/Grapheme.h"
#include "client-tui/views/MessageBody.h"
#include "shared/client/account/Account.h"

#include <QTest>

using namespace confab;
using namespace confab::tui;
using namespace Qt::StringLiterals;

class tst_Text : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wrapsAtBlanksAndInsideTokens_data();
    void wrapsAtBlanksAndInsideTokens();
    void wrappedLinesNeverLoseOrOverflow_data();
    void wrappedLinesNeverLoseOrOverflow();
    void markdownBecomesLooks();
    void myNameIsMarked();
    void backgroundAnswerTellsDarkFromLight_data();
    void backgroundAnswerTellsDarkFromLight();
    void addressesAndInvites_data();
    void addressesAndInvites();
    void optionsMayStandAroundTheCommand();
    void wrongOptionsAreErrors_data();
    void wrongOptionsAreErrors();
    void scriptArgumentsAreStrict_data();
    void scriptArgumentsAreStrict();
};

namespace {

QStringList texts(const QList<Pieces>& lines)
{
    QStringList result;
    for (const Pieces& line : lines) {
        QString text;
        for (const Piece& piece : line)
            text += piece.text;
        result += text;
    }
    return result;
}

} // namespace

void tst_Text::wrapsAtBlanksAndInsideTokens_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("fits") << u"one two"_s << QStringList{u"one two"_s};
    QTest::newRow("empty") << u""_s << QStringList{u""_s};
    QTest::newRow("at a blank") << u"one two three"_s << QStringList{u"one two"_s, u"three"_s};
    QTest::newRow("blank at the edge") << u"12345678 9"_s << QStringList{u"12345678"_s, u"9"_s};
    QTest::newRow("long token") << u"1234567890"_s << QStringList{u"12345678"_s, u"90"_s};
    QTest::newRow("own breaks") << u"a\n\nb"_s << QStringList{u"a"_s, u""_s, u"b"_s};
    QTest::newRow("break at the end") << u"a\n"_s << QStringList{u"a"_s, u""_s};
    QTest::newRow("break after a full line") << u"12345678\nb"_s << QStringList{u"12345678"_s, u"b"_s};
    QTest::newRow("wide") << u"漢漢漢漢漢"_s << QStringList{u"漢漢漢漢"_s, u"漢"_s};
    QTest::newRow("wide does not straddle") << u"a漢漢漢漢"_s << QStringList{u"a漢漢漢"_s, u"漢"_s};
    QTest::newRow("clusters stay whole")
        << u"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"_s
        << QStringList{u"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"_s,
               u"👩‍👩‍👧‍👦"_s};
    QTest::newRow("leading blanks stay") << u"  indented"_s << QStringList{u"  indent"_s, u"ed"_s};
}

void tst_Text::wrapsAtBlanksAndInsideTokens()
{
    QFETCH(QString, text);
    QTEST(texts(wrapped({Piece{text, {}, {}, {}}}, 8)), "lines");
}

void tst_Text::wrappedLinesNeverLoseOrOverflow_data()
{
    QTest::addColumn<int>("columns");
    for (const int columns : {2, 3, 7, 20, 110})
        QTest::addRow("%d columns", columns) << columns;
}

void tst_Text::wrappedLinesNeverLoseOrOverflow()
{
    QFETCH(int, columns);
    const QString text = u"Grüße 了解です 👍🏽 to all, e\u0301 שלום and averyveryverylongtoken   three blanks"_s;
    for (const Wrap mode : {Wrap::Words, Wrap::Columns}) {
        const QStringList lines = texts(wrapped({Piece{text, {}, {}, {}}}, columns, mode));
        for (const QString& line : lines)
            QVERIFY2(textWidth(line) <= columns, qPrintable(line));
        QString letters = lines.join(QString());
        QString expected = text;
        QCOMPARE(letters.remove(u' '), expected.remove(u' '));
    }
}

void tst_Text::markdownBecomesLooks()
{
    const Theme theme = makeTheme({});
    const QList<Pieces> lines =
        layOutBody(theme, u"**bold** `code` [here](https://example.org)\n> quoted\n- item"_s, {.columns = 60, .linkGroup = u"1"_s});
    const auto find = [&lines](const QString& text) {
        for (const Pieces& line : lines) {
            for (const Piece& piece : line) {
                if (piece.text.contains(text))
                    return piece;
            }
        }
        return Piece();
    };
    QVERIFY(find(u"bold"_s).style.bold);
    QCOMPARE(find(u"code"_s).style.foreground, theme.code.foreground);
    QCOMPARE(find(u"here"_s).link, u"https://example.org"_s);
    QVERIFY(texts(lines).contains(u"▎ quoted"_s));
    QVERIFY(texts(lines).contains(u"• item"_s));
}

void tst_Text::myNameIsMarked()
{
    const Theme theme = makeTheme({});
    const client::MentionFinder mine({u"mara"_s});
    const QList<Pieces> lines = layOutBody(theme, u"hey @mara, `@mara`"_s, {.columns = 60, .mentions = &mine});
    QCOMPARE(texts(lines), QStringList{u"hey @mara, @mara"_s});
    const Pieces& line = lines.first();
    const auto marked =
        std::count_if(line.begin(), line.end(), [&theme](const Piece& one) { return one.style.foreground == theme.mention.foreground; });
    QCOMPARE(marked, 1);
}

void tst_Text::backgroundAnswerTellsDarkFromLight_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("result"); // 1 dark, 0 light, -1 no answer
    QTest::newRow("black") << QByteArray("11;rgb:0000/0000/0000") << 1;
    QTest::newRow("white") << QByteArray("11;rgb:ffff/ffff/ffff") << 0;
    QTest::newRow("two digits") << QByteArray("11;rgb:fd/f6/e3") << 0;
    QTest::newRow("blue") << QByteArray("11;rgb:0000/0000/ffff") << 1;
    QTest::newRow("another question") << QByteArray("10;rgb:0000/0000/0000") << -1;
    QTest::newRow("nonsense") << QByteArray("11;rgb:zz/0/0") << -1;
    QTest::newRow("too long") << QByteArray("11;rgb:00000/0/0") << -1;
}

void tst_Text::backgroundAnswerTellsDarkFromLight()
{
    QFETCH(QByteArray, answer);
    const std::optional<bool> isDark = isDarkBackground(answer);
    QTEST(isDark ? int(*isDark) : -1, "result");
}

void tst_Text::addressesAndInvites_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("invite");
    QTest::newRow("host") << u"chat.example.org"_s << u"ws://chat.example.org:7600/v1/ws"_s << QString();
    QTest::newRow("host and port") << u" 10.0.0.5:7601 "_s << u"ws://10.0.0.5:7601/v1/ws"_s << QString();
    QTest::newRow("whole") << u"ws://[::1]:7600/v1/ws"_s << u"ws://[::1]:7600/v1/ws"_s << QString();
    QTest::newRow("invite") << u"confab://10.0.0.5:7600/?invite=s3cret-x"_s << u"ws://10.0.0.5:7600/v1/ws"_s << u"s3cret-x"_s;
    QTest::newRow("invite without port") << u"confab://host/?invite=abc"_s << u"ws://host:7600/v1/ws"_s << u"abc"_s;
    QTest::newRow("invite without secret") << u"confab://host:7600/"_s << QString() << QString();
    QTest::newRow("other scheme") << u"http://host"_s << QString() << QString();
    QTest::newRow("nothing") << u""_s << QString() << QString();
}

void tst_Text::addressesAndInvites()
{
    QFETCH(QString, typed);
    QFETCH(QString, invite);
    const Result<client::Account> account = client::accountFromAddress(typed);
    QTEST(account ? account->url.toString() : QString(), "url");
    if (account)
        QCOMPARE(account->invite, invite);
}

void tst_Text::optionsMayStandAroundTheCommand()
{
    const Result<Options> options =
        parseOptions({u"--server"_s, u"h:1"_s, u"send"_s, u"#ops"_s, u"--user=ana"_s, u"--lines"_s, u"--"_s, u"--plain"_s});
    QVERIFY(options.hasValue());
    QCOMPARE(options->server, u"h:1"_s);
    QCOMPARE(options->user, u"ana"_s);
    QCOMPARE(options->command, u"send"_s);
    QCOMPARE(options->arguments, (QStringList{u"#ops"_s, u"--lines"_s, u"--"_s, u"--plain"_s}));
    QVERIFY(!options->isPlain);
}

void tst_Text::wrongOptionsAreErrors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{u"--sever"_s, u"x"_s};
    QTest::newRow("no value") << QStringList{u"--server"_s};
}

void tst_Text::wrongOptionsAreErrors()
{
    QFETCH(QStringList, arguments);
    QVERIFY(!parseOptions(arguments).hasValue());
}

void tst_Text::scriptArgumentsAreStrict_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("text") << QStringList{u"#ops"_s, u"hello"_s} << true;
    QTest::newRow("count") << QStringList{u"#ops"_s, u"-n"_s, u"5"_s} << true;
    QTest::newRow("count with =") << QStringList{u"-n=5"_s} << true;
    QTest::newRow("timeout is for all") << QStringList{u"--timeout"_s, u"3"_s} << true;
    QTest::newRow("dash is text") << QStringList{u"#ops"_s, u"-"_s} << true;
    QTest::newRow("after the double dash") << QStringList{u"--"_s, u"--force"_s} << true;
    QTest::newRow("unknown option") << QStringList{u"--force"_s} << false;
    QTest::newRow("option of another command") << QStringList{u"--lines"_s} << false;
    QTest::newRow("no number") << QStringList{u"-n"_s, u"many"_s} << false;
    QTest::newRow("zero") << QStringList{u"-n"_s, u"0"_s} << false;
    QTest::newRow("number is missing") << QStringList{u"-n"_s} << false;
}

void tst_Text::scriptArgumentsAreStrict()
{
    QFETCH(QStringList, arguments);
    QTEST(ScriptArguments::parse(arguments, {u"-n"_s, u"--json"_s}).hasValue(), "isGood");
}

QTEST_GUILESS_MAIN(tst_Text)
#include "tst_Text.moc"

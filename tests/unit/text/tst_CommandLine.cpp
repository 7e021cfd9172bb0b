// A typed line is talk or a command, and no secret slips out as talk by a leading blank.
#include "shared/client/text/CommandLine.h"
#include "shared/client/text/EditDistance.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;

Q_DECLARE_METATYPE(confab::client::TypedLine)

class tst_CommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lineMeans_data();
    void lineMeans();
    void argumentsAre_data();
    void argumentsAre();
    void restIsExactlyAsTyped();
    void closestNamesAre_data();
    void closestNamesAre();
    void editDistanceIs_data();
    void editDistanceIs();
};

void tst_CommandLine::lineMeans_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<TypedLine>("expected");
    const auto talk = [](const QString& text) { return TypedLine{.kind = LineKind::Talk, .name = {}, .text = text}; };
    const auto command = [](const QString& name, const QString& rest) {
        return TypedLine{.kind = LineKind::Command, .name = name, .text = rest};
    };
    const auto row = [](const char* name, const QString& line, const TypedLine& expected) { QTest::newRow(name) << line << expected; };
    row("empty", u""_s, {});
    row("blanks", u" \t\n"_s, {});
    row("talk", u"hello /join"_s, talk(u"hello /join"_s));
    row("talk keeps its blanks", u"  hello "_s, talk(u"  hello "_s));
    row("command", u"/join #lobby"_s, command(u"join"_s, u"#lobby"_s));
    row("command alone", u"/help"_s, command(u"help"_s, u""_s));
    row("upper case", u"/JOIN  x y "_s, command(u"join"_s, u"x y "_s));
    row("leading blank is still a command", u" /msg ann my password"_s, command(u"msg"_s, u"ann my password"_s));
    row("rest over lines", u"/code\na\nb"_s, command(u"code"_s, u"a\nb"_s));
    row("odd name", u"/+ x"_s, command(u"+"_s, u"x"_s));
    row("slashes in the rest", u"/msg /a/b"_s, command(u"msg"_s, u"/a/b"_s));
    row("escaped", u"//join"_s, talk(u"/join"_s));
    row("escaped slash", u"///"_s, talk(u"//"_s));
    row("two slashes", u"//"_s, talk(u"/"_s));
    row("path", u"/usr/bin/x is broken"_s, talk(u"/usr/bin/x is broken"_s));
    row("folder", u"/usr/"_s, talk(u"/usr/"_s));
    row("lone slash", u"/"_s, {.kind = LineKind::CommandList, .name = {}, .text = {}});
    row("slash and blank", u" / msg ann"_s, {.kind = LineKind::CommandList, .name = {}, .text = u"msg ann"_s});
}

void tst_CommandLine::lineMeans()
{
    QFETCH(QString, line);
    QFETCH(TypedLine, expected);
    const TypedLine found = parseLine(line);
    QCOMPARE(found.kind, expected.kind);
    QCOMPARE(found.name, expected.name);
    QCOMPARE(found.text, expected.text);
}

void tst_CommandLine::argumentsAre_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& text, const QString& expected) { QTest::newRow(name) << text << expected; };
    row("empty", u"  "_s, u""_s);
    row("words", u"a  b\tc"_s, u"W:a W:b W:c"_s);
    row("user", u"@bob 5m spam"_s, u"U:bob W:5m W:spam"_s);
    row("room", u"#lobby"_s, u"R:lobby"_s);
    row("quoted room", u"#\"my room\" x"_s, u"R:my room W:x"_s);
    row("room inside quotes", u"\"#my room\" \"@Ann Lee\""_s, u"R:my room U:Ann Lee"_s);
    row("quoted user", u"@\"Ann Lee\""_s, u"U:Ann Lee"_s);
    row("quoted word", u"\"a question?\" \"b\""_s, u"W:a question? W:b"_s);
    row("empty quotes", u"\"\" x"_s, u"W: W:x"_s);
    row("escaped quote", u"\"say \\\"hi\\\" c:\\\\d \\n\""_s, u"W:say \"hi\" c:\\d \\n"_s);
    row("unclosed quote", u"\"a b"_s, u"W:a b"_s);
    row("quote inside a word", u"it\"s fine"_s, u"W:it\"s W:fine"_s);
    row("flag", u"--multi x"_s, u"F:multi= W:x"_s);
    row("flag with value", u"--until=2h --topic=\"a b\" c"_s, u"F:until=2h F:topic=a b W:c"_s);
    row("end of flags", u"--a -- --b"_s, u"F:a= W:--b"_s);
    row("end of flags, end of text", u"a --"_s, u"W:a"_s);
    row("selected", u"- text"_s, u"S:- W:text"_s);
    row("short option is a word", u"-o"_s, u"W:-o"_s);
    row("signs alone", u"@ #"_s, u"W:@ W:#"_s);
    row("quoted sign alone", u"\"@\""_s, u"W:@"_s);
}

void tst_CommandLine::argumentsAre()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QStringList found;
    qsizetype end = 0;
    for (const Argument& argument : splitArguments(text)) {
        QVERIFY(argument.start >= end && argument.end > argument.start && argument.end <= text.size());
        end = argument.end;
        const QString value = argument.kind == ArgumentKind::Flag ? u'=' + argument.value : QString();
        found += QChar(u"WURFS"[static_cast<int>(argument.kind)]) + u":"_s + argument.text + value;
    }
    QCOMPARE(found.join(u' '), expected);
}

void tst_CommandLine::restIsExactlyAsTyped()
{
    ArgumentReader reader(u"  @bob   \"quoted  text\"  stays "_s);
    QCOMPARE(reader.peek().text, u"bob"_s);
    QCOMPARE(reader.next().kind, ArgumentKind::User);
    QCOMPARE(reader.rest(), u"\"quoted  text\"  stays "_s);
    QVERIFY(!reader.atEnd());
    QCOMPARE(reader.next().text, u"quoted  text"_s);
    QCOMPARE(reader.next().text, u"stays"_s);
    QVERIFY(reader.atEnd());
    QCOMPARE(reader.rest(), QString());
}

void tst_CommandLine::closestNamesAre_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("swapped") << u"jion"_s << u"join"_s;
    QTest::newRow("missing letter") << u"topc"_s << u"topic"_s;
    QTest::newRow("two slips") << u"tpoci"_s << u"topic"_s;
    QTest::newRow("upper case") << u"JOIN"_s << u"join"_s;
    QTest::newRow("beginning") << u"disc"_s << u"disconnect"_s;
    QTest::newRow("short names need to be near") << u"mq"_s << u"me"_s;
    QTest::newRow("nothing near") << u"xyzzy"_s << u""_s;
    QTest::newRow("very long") << u"a"_s.repeated(10000) << u""_s;
}

void tst_CommandLine::closestNamesAre()
{
    QFETCH(QString, typed);
    QFETCH(QString, expected);
    const QStringList commands = {u"join"_s, u"topic"_s, u"read"_s, u"unread"_s, u"me"_s, u"disconnect"_s, u"msg"_s, u"kick"_s};
    QCOMPARE(closest(typed, commands).join(u','), expected);
    QCOMPARE(closest(u"abcd", {u"abxy"_s, u"abcx"_s}), (QStringList{u"abcx"_s, u"abxy"_s}));
    QVERIFY(closest(u"aaa", {u"aab"_s, u"aac"_s, u"aad"_s, u"aae"_s}).size() == 3);
}

void tst_CommandLine::editDistanceIs_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<int>("expected");
    QTest::newRow("same") << u"abc"_s << u"abc"_s << 0;
    QTest::newRow("empty") << u""_s << u"ab"_s << 2;
    QTest::newRow("insert") << u"abc"_s << u"abxc"_s << 1;
    QTest::newRow("delete") << u"abc"_s << u"ac"_s << 1;
    QTest::newRow("replace") << u"abc"_s << u"axc"_s << 1;
    QTest::newRow("swap") << u"abc"_s << u"acb"_s << 1;
    QTest::newRow("beyond the limit") << u"abcdef"_s << u"uvwxyz"_s << 4;
    QTest::newRow("lengths apart") << u"a"_s << u"abcdefgh"_s << 4;
}

void tst_CommandLine::editDistanceIs()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(int, expected);
    QCOMPARE(editDistance(one, other, 3), expected);
    QCOMPARE(editDistance(other, one, 3), expected);
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_CommandLine.moc"

// Markdown becomes blocks and spans; nothing a reader should see is lost, and nothing hostile becomes a link.
#include "tests/unit/text/HostileCorpus.h"

#include "shared/client/text/Markdown.h"
#include "shared/client/text/Sanitiser.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab::client;
using namespace confab::tests;

namespace {

/// Blocks written down: "P[plain|b:bold]" and so on, so that a test row is a line.
QString written(const QList<Block>& blocks)
{
    QString out;
    for (const Block& block : blocks) {
        out += QString(block.quoteDepth, u'>') + QString(block.listDepth, u'.') + QChar(u"PHCIR"[static_cast<int>(block.kind)]);
        if (block.number >= 0)
            out += QString::number(block.number);
        if (block.level > 0)
            out += QString::number(block.level);
        out += block.language + u'[';
        QStringList spans;
        for (const Span& span : block.spans) {
            QString marks;
            const auto mark = [&](SpanStyle style, QChar letter) {
                if (span.style.testFlag(style))
                    marks += letter;
            };
            mark(SpanStyle::Bold, u'b');
            mark(SpanStyle::Italic, u'i');
            mark(SpanStyle::Code, u'c');
            mark(SpanStyle::Strike, u's');
            mark(SpanStyle::Link, u'l');
            spans += (marks.isEmpty() ? QString() : marks + u':') + span.text + (span.target.isEmpty() ? QString() : u"->"_s + span.target);
        }
        out += spans.join(u'|') + u']';
    }
    return out;
}

QString visible(const QList<Block>& blocks)
{
    QString out;
    for (const Block& block : blocks) {
        out += block.language + (block.number >= 0 ? QString::number(block.number) : QString());
        for (const Span& span : block.spans)
            out += span.text + span.target;
    }
    return out;
}

/// Letters and digits only: what must survive in order.
QString letters(const QString& text)
{
    QString out;
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c.isSurrogate())
            out += c;
    }
    return out;
}

bool isSubsequence(const QString& part, const QString& whole)
{
    qsizetype at = 0;
    for (const QChar c : whole) {
        if (at < part.size() && part[at] == c)
            ++at;
    }
    return at == part.size();
}

} // namespace

class tst_Markdown : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textBecomes_data();
    void textBecomes();
    void linkBecomes_data();
    void linkBecomes();
    void targetIsSafe_data();
    void targetIsSafe();
    void hostileTextStaysHarmless_data();
    void hostileTextStaysHarmless();
    void noLetterIsEverLost();
    void wholeMessageFallsBackToPlainText_data();
    void wholeMessageFallsBackToPlainText();
    void blankLinesAreRemembered();
    void plainTextHasNoMarkup();
    void realHostIsNamed();
};

void tst_Markdown::textBecomes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& text, const QString& expected) { QTest::newRow(name) << text << expected; };
    row("empty", u""_s, u""_s);
    row("blank", u" \n\t"_s, u""_s);
    row("plain", u"hello"_s, u"P[hello]"_s);
    row("two lines", u"a\nb"_s, u"P[a\nb]"_s);
    row("two paragraphs", u"a\n\nb"_s, u"P[a]P[b]"_s);
    row("styles", u"**b** *i* _i_ ~~s~~ `c` ***bi***"_s, u"P[b:b| |i:i| |i:i| |s:s| |c:c| |bi:bi]"_s);
    row("underscores in words", u"snake_case_name"_s, u"P[snake_case_name]"_s);
    row("unbalanced", u"**a *b `c ~~d [e"_s, u"P[**a *b `c ~~d [e]"_s);
    row("template", u"std::vector<int> and <foo> &amp; a < b > c"_s, u"P[std::vector<int> and <foo> &amp; a < b > c]"_s);
    row("html", u"<b>bold</b>\n<div>x</div>"_s, u"P[<b>bold</b>\n<div>x</div>]"_s);
    row("numeric entity", u"&#27;[31m &#x41;"_s, u"P[&#27;[31m &#x41;]"_s);
    row("heading", u"## two *x*"_s, u"H2[b:two |bi:x]"_s);
    row("hash without blank", u"#room"_s, u"P[#room]"_s);
    row("rule", u"a\n---\nb"_s, u"P[a]R[]P[b]"_s);
    row("equals below", u"a\n==="_s, u"P[a]P[===]"_s);
    row("fence", u"```cpp\nint a;\n\n  b\n```\nc"_s, u"Ccpp[c:int a;\n\n  b]P[c]"_s);
    row("empty fence", u"```\n```"_s, u"C[]"_s);
    row("unclosed fence", u"```\n> x\n**y**"_s, u"C[c:> x\n**y**]"_s);
    row("quote lines apart in code", u"```\n> a\nb\n- c\nd\n```"_s, u"C[c:> a\nb\n- c\nd]"_s);
    row("quote and answer", u"> q\n> r\na"_s, u">P[q\nr]P[a]"_s);
    row("nested quote", u"> > q"_s, u">>P[q]"_s);
    row("bullets", u"- a\n- b\n  - c\n* d"_s, u".I[a].I[b]..I[c].I[d]"_s);
    row("list ends at plain line", u"- a\nthanks"_s, u".I[a]P[thanks]"_s);
    row("numbers as written", u"3. a\n5. b\n9. **c**"_s, u".I3[a].I5[b].I9[b:c]"_s);
    row("list in quote", u"> 1. a"_s, u">.I1[a]"_s);
    row("item with two paragraphs", u"- a\n\n  b"_s, u".I[a].P[b]"_s);
    row("empty item", u"- \n- b"_s, u".I[].I[b]"_s);
    row("code in item", u"- ```\n  x\n  ```"_s, u".I[].C[c:x]"_s);
    row("year at the start", u"1986. A great year"_s, u".I1986[A great year]"_s);
    row("indented poem", u"    a\n  b\n\tc"_s, u"P[    a\n  b\n\tc]"_s);
    row("no tables", u"| a |\n|---|\n| b |"_s, u"P[| a |\n|---|\n| b |]"_s);
    row("hard break", u"a  \nb\\\nc"_s, u"P[a\nb\nc]"_s);
    row("escaped star", u"\\*a\\*"_s, u"P[*a*]"_s);
    row("shrug", u"so ¯\\_(ツ)_/¯"_s, u"P[so ¯\\_(ツ)_/¯]"_s);
    row("shrug in code", u"`¯\\_(ツ)_/¯`"_s, u"P[c:¯\\_(ツ)_/¯]"_s);
    row("emoji", u"👩‍👩‍👧 **👍🏽**"_s, u"P[👩‍👩‍👧 |b:👍🏽]"_s);
    row("escape byte", u"a\x1b[1m"_s, u"P[a␛[1m]"_s);
}

void tst_Markdown::textBecomes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(written(parseMarkdown(text)), expected);
}

void tst_Markdown::linkBecomes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QString& text, const QString& expected) { QTest::newRow(name) << text << expected; };
    row("bare", u"see https://a.example/b.html, ok"_s, u"P[see |l:https://a.example/b.html->https://a.example/b.html|, ok]"_s);
    row("www", u"www.a.example"_s, u"P[l:www.a.example->http://www.a.example]"_s);
    row("named", u"[docs](https://a.example)"_s, u"P[l:docs->https://a.example]"_s);
    row("bold name", u"[a **b**](https://a.example)"_s, u"P[l:a ->https://a.example|bl:b->https://a.example]"_s);
    row("own host as text", u"[www.a.example](https://a.example/x)"_s, u"P[l:www.a.example->https://a.example/x]"_s);
    row("own path as text", u"[a.example/x.html](https://a.example/x.html)"_s, u"P[l:a.example/x.html->https://a.example/x.html]"_s);
    row("mail", u"<bob@a.example>"_s, u"P[l:bob@a.example->mailto:bob@a.example]"_s);
    row("bare invite", u"join confab://a.example/i/Ab_c- now"_s,
        u"P[join |l:confab://a.example/i/Ab_c-->confab://a.example/i/Ab_c-| now]"_s);
    row("two invites", u"confab://a/1 confab://b/2"_s, u"P[l:confab://a/1->confab://a/1| |l:confab://b/2->confab://b/2]"_s);
    row("invite in code", u"`confab://a.example/i/x`"_s, u"P[c:confab://a.example/i/x]"_s);
    row("image", u"![cat](https://a.example/c.png)"_s, u"P[l:cat->https://a.example/c.png]"_s);
    row("image without text", u"![](https://a.example/c.png)"_s, u"P[l:https://a.example/c.png->https://a.example/c.png]"_s);
    row("title", u"[a](https://a.example \"T\")"_s, u"P[l:a->https://a.example| \"T\"]"_s);
    row("javascript", u"[x](javascript:alert(1))"_s, u"P[x (javascript:alert(1))]"_s);
    row("file image", u"![x](file:///etc/passwd)"_s, u"P[x (file:///etc/passwd)]"_s);
    row("relative", u"[x](/etc/passwd)"_s, u"P[x (/etc/passwd)]"_s);
    row("ftp", u"ftp://a.example/x"_s, u"P[ftp://a.example/x]"_s);
    row("empty target", u"[x]()"_s, u"P[x]"_s);
    row("lookalike", u"[bank.example](https://evil.example)"_s, u"P[bank.example (|l:https://evil.example->https://evil.example|)]"_s);
    row("lookalike url", u"[https://bank.example/login](https://evil.example)"_s,
        u"P[https://bank.example/login (|l:https://evil.example->https://evil.example|)]"_s);
    row("lookalike subdomain", u"[bank.example](https://bank.example.evil.example)"_s,
        u"P[bank.example (|l:https://bank.example.evil.example->https://bank.example.evil.example|)]"_s);
    row("lookalike wide dots", u"[bank．example](https://evil.example)"_s,
        u"P[bank．example (|l:https://evil.example->https://evil.example|)]"_s);
    row("lookalike with invisible", u"[ba\u200Bnk.example](https://evil.example)"_s,
        u"P[ba\u200Bnk.example (|l:https://evil.example->https://evil.example|)]"_s);
    row("lookalike address", u"[10.0.0.1](https://evil.example)"_s, u"P[10.0.0.1 (|l:https://evil.example->https://evil.example|)]"_s);
    row("lookalike mail", u"[ann@bank.example](mailto:x@evil.example)"_s,
        u"P[ann@bank.example (|l:mailto:x@evil.example->mailto:x@evil.example|)]"_s);
    row("cyrillic host", u"[xn](https://\u0430pple.example)"_s, u"P[l:xn->https://xn--pple-43d.example]"_s);
    row("user name", u"[x](https://bank.example@evil.example)"_s, u"P[x (https://bank.example@evil.example)]"_s);
}

void tst_Markdown::linkBecomes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    // "x (url)" may come as several spans of one style: where they part does not matter here.
    QString found = written(parseMarkdown(text));
    if (!expected.contains(u"l:"_s))
        found.remove(u'|');
    else
        found.replace(u"| ("_s, u" ("_s);
    QCOMPARE(found, expected);
}

void tst_Markdown::targetIsSafe_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("expected");
    QTest::newRow("https") << u"https://a.example/x?y=1#z"_s << u"https://a.example/x?y=1#z"_s;
    QTest::newRow("upper case") << u"HTTPS://A.example/X"_s << u"https://a.example/X"_s;
    QTest::newRow("blank inside") << u"https://a.example/a b"_s << u"https://a.example/a%20b"_s;
    QTest::newRow("unicode path") << u"https://a.example/ä"_s << u"https://a.example/%C3%A4"_s;
    QTest::newRow("mail without query") << u"mailto:a@b.example?attach=/etc/passwd"_s << u"mailto:a@b.example"_s;
    QTest::newRow("invite") << u"confab://a.example:7000/i/abc"_s << u"confab://a.example:7000/i/abc"_s;
    for (const char* refused : {"", " ", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd",
             "vbscript:x", "ssh://a.example", "http:", "http://", "http:///etc", "https://user@a.example", "https://user:pw@a.example",
             "mailto:nobody", "confab:", "//a.example", "a.example", "/etc", "http://a.example:99999/"})
        QTest::newRow(qPrintable(u"refused: "_s + QLatin1StringView(refused))) << QString(QLatin1StringView(refused)) << QString();
    QTest::newRow("too long") << u"https://a.example/"_s + u"x"_s.repeated(4000) << QString();
}

void tst_Markdown::targetIsSafe()
{
    QFETCH(QString, url);
    QFETCH(QString, expected);
    QCOMPARE(safeLinkTarget(url), expected);
}

void tst_Markdown::hostileTextStaysHarmless_data()
{
    QTest::addColumn<QString>("text");
    for (const HostileText& row : hostileCorpus())
        QTest::newRow(row.name) << row.text;
}

void tst_Markdown::hostileTextStaysHarmless()
{
    QFETCH(QString, text);
    QElapsedTimer timer;
    timer.start();
    const QList<Block> blocks = parseMarkdown(text);
    QVERIFY2(timer.elapsed() < 3000, "no message may stop the client");
    for (const Block& block : blocks) {
        QVERIFY(block.quoteDepth + block.listDepth <= MarkdownLimits{}.depth);
        QCOMPARE(firstControl(block.language, true), -1);
        for (const Span& span : block.spans) {
            QCOMPARE(firstControl(span.text, true), -1);
            QCOMPARE(span.style.testFlag(SpanStyle::Link), !span.target.isEmpty());
            QCOMPARE(safeLinkTarget(span.target), span.target);
        }
    }
    QVERIFY(isSubsequence(letters(safeBody(text)), letters(visible(blocks))));
}

void tst_Markdown::noLetterIsEverLost()
{
    static const QStringList parts = {u"a"_s, u"bc"_s, u"1"_s, u"é"_s, u"界"_s, u"👍"_s, u" "_s, u"  "_s, u"    "_s, u"\n"_s, u"\n\n"_s,
        u"\t"_s, u"*"_s, u"**"_s, u"_"_s, u"~~"_s, u"`"_s, u"```"_s, u"```\n"_s, u"["_s, u"]"_s, u"]("_s, u")"_s, u"![x]("_s, u"<"_s,
        u">"_s, u"> "_s, u"&"_s, u"&lt;"_s, u"\\"_s, u"#"_s, u"# "_s, u"- "_s, u"+ "_s, u"2. "_s, u"7) "_s, u"---\n"_s, u"===\n"_s, u"|"_s,
        u":"_s, u"]: "_s, u"\""_s, u"http://a.bc/"_s, u"www.x.yz"_s, u"std::vector<int>"_s, u"<a href=\"x\">"_s, u"<!-- c -->"_s,
        u"javascript:q"_s, u"confab:z"_s, u"\r\n"_s, u"\u202E"_s, u"\x1b"_s};
    QRandomGenerator random(4711);
    for (int round = 0; round < 20000; ++round) {
        QString text;
        const int count = random.bounded(1, 14);
        for (int part = 0; part < count; ++part)
            text += parts[random.bounded(parts.size())];
        const QList<Block> blocks = parseMarkdown(text);
        const QString seen = letters(visible(blocks));
        if (!isSubsequence(letters(safeBody(text)), seen))
            QFAIL(qPrintable(u"lost something of: "_s + text + u"\nseen: "_s + seen));
    }
}

void tst_Markdown::wholeMessageFallsBackToPlainText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("reference definition") << u"[a]: https://a.example \"t\"\n**x** [a]"_s;
    QTest::newRow("nine quotes") << u">>>>>>>>> deep **x**"_s;
    QTest::newRow("nine lists") << u"- - - - - - - - - x"_s;
    QTest::newRow("too many spans") << u"*a* "_s.repeated(3000).trimmed();
    QTest::newRow("too long") << u"**x** "_s.repeated(20000);
}

void tst_Markdown::wholeMessageFallsBackToPlainText()
{
    QFETCH(QString, text);
    const QList<Block> blocks = parseMarkdown(text);
    QCOMPARE(blocks.size(), 1);
    QCOMPARE(blocks[0].kind, BlockKind::Paragraph);
    QCOMPARE(blocks[0].spans, (QList<Span>{Span{.text = text, .style = {}, .target = {}}}));
}

void tst_Markdown::blankLinesAreRemembered()
{
    const QList<Block> blocks = parseMarkdown(u"a\n- b\n\n```\nc\n```\n> d\n>\n> e"_s);
    QCOMPARE(blocks.size(), 5);
    QList<bool> blank;
    for (const Block& block : blocks)
        blank.append(block.blankBefore);
    QCOMPARE(blank, (QList<bool>{false, false, true, false, true}));
}

void tst_Markdown::plainTextHasNoMarkup()
{
    QCOMPARE(plainText(parseMarkdown(u"# Hi\n**a** [b](https://c.example)\n- d\n4. e"_s)), u"Hi\na b\n• d\n4. e"_s);
}

void tst_Markdown::realHostIsNamed()
{
    QCOMPARE(linkHost(u"https://A.example:80/x"), u"a.example"_s);
    QCOMPARE(linkHost(u"https://\u0430pple.example/"), u"xn--pple-43d.example"_s);
    QCOMPARE(linkHost(u"mailto:a@b.example"), u"b.example"_s);
    QCOMPARE(linkHost(u"nonsense"), QString());
}

QTEST_GUILESS_MAIN(tst_Markdown)
#include "tst_Markdown.moc"

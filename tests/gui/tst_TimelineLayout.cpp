// The one layout function: every kind of row against a stored picture in words, and hostile text that must stay text and stay small.
#include "client-desktop/theme/EmojiRanges.h"
#include "client-desktop/views/timeline/RowComposer.h"
#include "tests/gui/TimelineDump.h"
#include "tests/gui/TimelineRig.h"
#include "tests/support/GoldenFile.h"
#include "tests/support/Scene.h"

#include <QTest>

using namespace confab;
using namespace confab::test;
using namespace Qt::StringLiterals;
using desktop::PartRole;

class tst_TimelineLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfRow_data();
    void everyKindOfRow();
    void hostileTextStaysTextAndSmall_data();
    void hostileTextStaysTextAndSmall();
    void hostileNamesStayOnOneLine();
    void hitTestingAgreesWithRectangles();
    void guessesAreNear_data();
    void guessesAreNear();
    void emojiAreFound_data();
    void emojiAreFound();
    void aRightToLeftNameDoesNotFlipTheRow();
};

void tst_TimelineLayout::everyKindOfRow_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("isMirrored");
    QTest::newRow("wide") << 900 << false;
    QTest::newRow("narrow") << 360 << false;
    QTest::newRow("mirrored") << 900 << true;
}

void tst_TimelineLayout::everyKindOfRow()
{
    QFETCH(int, width);
    QFETCH(bool, isMirrored);
    Scene scene(Scene::Letters::InEveryFont);
    scene.talkInOps();
    scene.say(scene.ops, scene.bo, u"14:23"_s,
        u"# Plan\nSome **bold**, *italic*, ~~strike~~.\n\n1. build\n   - nested\n\n> quoted\n> > deeper\n\n---\n```cpp\nint main();\n```"_s);
    protocol::MessagePosted reply{
        {scene.ops, Seq(900), scene.ana, u"Ana"_s, TimeMs(scene.clock().now().value() - 60'000), {}}, u"I answer this"_s, {}, {}};
    reply.replyTo = Seq(4);
    scene.store().receive(reply);
    scene.store().putGap(scene.ops, Seq(901), Seq(1020));
    desktop::Look look(desktop::Scheme::Light);
    desktop::TimelineView view(scene.store(), look);
    QFont font(u"DejaVu Sans"_s);
    font.setPixelSize(15);
    view.setFont(font);
    view.setLayoutDirection(isMirrored ? Qt::RightToLeft : Qt::LeftToRight);
    view.resize(width, 2400);
    view.showRoom(scene.ops);
    view.addLocal(scene.ops, protocol::Severity::Info, u"/help  this list\n/join  enter a room"_s);
    scene.pending(scene.ops, u"on its way"_s, client::PendingState::Sending);
    scene.pending(scene.ops, u"refused"_s, client::PendingState::Failed, Error{ErrorCode::Forbidden, {}, {}});
    view.show();
    QCoreApplication::processEvents();
    const QString wrong = compareWithFile(u"tests/gui/golden/timeline-%1.json"_s.arg(QString::fromLatin1(QTest::currentDataTag())), dumpTimeline(view));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void tst_TimelineLayout::hostileTextStaysTextAndSmall_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shows"); // a part of the text that must be readable
    QTest::newRow("64 KiB in one word") << QString(64 * 1024, u'x') << u"xxxx"_s;
    QTest::newRow("64 KiB of words") << u"word "_s.repeated(13'000) << u"word word"_s;
    QTest::newRow("2,000 combining marks") << u"a"_s + QString(2000, QChar(0x0301)) << u"a"_s;
    QTest::newRow("overrides") << u"\u202Efdp.exe\u202C and \u2066x"_s << u"⟨U+202E⟩fdp.exe"_s;
    QTest::newRow("10,000 newlines") << u"top"_s + QString(10'000, u'\n') + u"end"_s << u"top"_s;
    QTest::newRow("deep quotes") << QString(3000, u'>') + u" deep"_s << u"deep"_s;
    QTest::newRow("deep lists") << u"- "_s.repeated(500) + u"deep"_s << u"deep"_s;
    QTest::newRow("image tag") << u"<img src=\"http://evil.example/x.png\"> hi"_s << u"<img src="_s;
    QTest::newRow("markdown image") << u"![look](http://evil.example/x.png)"_s << u"look"_s;
    QTest::newRow("table bomb") << u"<table>"_s.repeated(2000) << u"<table><table>"_s;
    QTest::newRow("huge code") << u"```\n"_s + u"code line\n"_s.repeated(6000) << u"code line"_s;
    QTest::newRow("wide code") << u"```\n"_s + QString(60'000, u'w') + u"\n```"_s << u"wwww"_s;
    QTest::newRow("all brackets") << u"[("_s.repeated(16'000) << u"[("_s;
    QTest::newRow("emoji") << u"👩‍👩‍👧‍👦"_s.repeated(3000) << u"👩‍👩‍👧‍👦"_s;
}

void tst_TimelineLayout::hostileTextStaysTextAndSmall()
{
    QFETCH(QString, text);
    QFETCH(QString, shows);
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, text);
    rig.rest();
    const desktop::MessageLayout& layout = rig.view.scene().layout(rig.rowOf(seq));
    QVERIFY2(layout.text().contains(shows), qPrintable(layout.text().left(100)));
    QVERIFY2(layout.height() < 12'000, qPrintable(QString::number(layout.height())));
    QVERIFY(layout.parts().size() < 1000);
    for (const desktop::Part& part : layout.parts()) {
        const qreal right = part.clip.isNull() ? part.at.x() + part.size.width() : part.clip.right();
        QVERIFY2(right <= rig.view.viewport()->width() + 1, qPrintable(QString::number(right)));
        for (const desktop::LinkRange& link : part.links)
            QVERIFY(link.target.startsWith(u"http"_s));
    }
    QVERIFY(!rig.view.grab().isNull());
    rig.view.resize(320, 500);
    rig.rest();
    QVERIFY(!rig.view.grab().isNull());
}

void tst_TimelineLayout::hostileNamesStayOnOneLine()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const QString name = u"<b>Ana</b>\u202E\n"_s + QString(500, u'W');
    rig.store.putPerson({rig.ana, u"ana"_s, name});
    const Seq seq = rig.say(rig.ops, rig.ana, u"hi"_s);
    rig.store.putPerson({rig.ana, u"ana"_s, name});
    rig.rest();
    const desktop::MessageLayout& layout = rig.view.scene().layout(rig.rowOf(seq));
    for (const desktop::Part& part : layout.parts()) {
        if (part.role != PartRole::Name)
            continue;
        QCOMPARE(part.text->lineCount(), 1);
        QVERIFY(part.at.x() + part.size.width() <= rig.view.viewport()->width());
    }
    QVERIFY(layout.height() < 200);
}

void tst_TimelineLayout::hitTestingAgreesWithRectangles()
{
    TimelineRig rig;
    rig.show(rig.ops);
    const Seq seq = rig.say(rig.ops, rig.ana, u"plain words and שלום and\n> a quote\n\n- item one\n- item two\n```\ncode\n```\nend"_s);
    rig.rest();
    const desktop::MessageLayout& layout = rig.view.scene().layout(rig.rowOf(seq));
    int checked = 0;
    for (int i = 0; i < layout.text().size(); ++i) {
        const QRectF rect = layout.rectOf(i);
        if (rect.width() < 2 || layout.text().at(i).script() == QChar::Script_Hebrew)
            continue;
        QCOMPARE(layout.positionAt({rect.left() + rect.width() * 0.25, rect.center().y()}), i);
        ++checked;
    }
    QVERIFY(checked > 40);
    QCOMPARE(layout.positionAt({0, -1000}), 0);
    QCOMPARE(layout.positionAt({10'000, 10'000}), int(layout.text().size()));
}

void tst_TimelineLayout::guessesAreNear_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("short") << u"hello"_s;
    QTest::newRow("some lines") << u"words and words "_s.repeated(40);
    QTest::newRow("line breaks") << u"a\nb\nc\nd"_s;
    QTest::newRow("long") << u"words and words "_s.repeated(2000);
}

void tst_TimelineLayout::guessesAreNear()
{
    QFETCH(QString, text);
    desktop::TimelineStyle style(desktop::makeTheme(false), {QFont(), 700, false}, {});
    desktop::RowContent content;
    content.row.text = text;
    content.row.by = UserId(1);
    content.row.name = u"Ana"_s;
    const double real = desktop::layOut(content, style)->height();
    const double guess = desktop::guessHeight(content.row, style);
    QVERIFY2(guess > real * 0.5 - 20 && guess < real * 1.6 + 20, qPrintable(u"%1 for %2"_s.arg(guess).arg(real)));
}

void tst_TimelineLayout::emojiAreFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found"); // with the number of clusters
    QTest::newRow("none") << u"just text, 1 © ☀ №"_s << QString();
    QTest::newRow("one") << u"a 🎉 b"_s << u"🎉1"_s;
    QTest::newRow("family") << u"👩‍👩‍👧‍👦"_s << u"👩‍👩‍👧‍👦1"_s;
    QTest::newRow("flags") << u"🇯🇵🇫🇷 x"_s << u"🇯🇵🇫🇷2"_s;
    QTest::newRow("skin tone") << u"👍🏽!"_s << u"👍🏽1"_s;
    QTest::newRow("selector") << u"❤️ and ❤"_s << u"❤️1"_s;
    QTest::newRow("keycap") << u"1️⃣ 1"_s << u"1️⃣1"_s;
    QTest::newRow("old emoji") << u"☕⚡"_s << u"☕⚡2"_s;
    QTest::newRow("text by selector") << u"☕\uFE0E"_s << QString();
}

void tst_TimelineLayout::emojiAreFound()
{
    QFETCH(QString, text);
    QFETCH(QString, found);
    QString words;
    for (const desktop::EmojiRange& range : desktop::findEmoji(text))
        words += text.mid(range.start, range.length) + QString::number(range.clusters);
    QCOMPARE(words, found);
}

void tst_TimelineLayout::aRightToLeftNameDoesNotFlipTheRow()
{
    TimelineRig rig;
    rig.show(rig.ops);
    rig.store.putPerson({rig.bo, u"bo"_s, u"דוד"_s});
    const Seq latin = rig.say(rig.ops, rig.ana, u"hello"_s);
    rig.say(rig.ops, rig.me, u"between"_s);
    protocol::MessagePosted event{{rig.ops, Seq(10), rig.bo, u"דוד"_s, rig.clock.now(), {}}, u"שלום"_s, {}, {}};
    rig.store.receive(event);
    rig.rest();
    const auto leftOf = [&](Seq seq, PartRole role) {
        for (const desktop::Part& part : rig.view.scene().layout(rig.rowOf(seq)).parts()) {
            if (part.role == role)
                return part.at.x() + (part.text->lineAt(0).naturalTextRect().left());
        }
        return -1.0;
    };
    for (const PartRole role : {PartRole::Name, PartRole::Body})
        QCOMPARE(leftOf(Seq(10), role), leftOf(latin, role));
}

QTEST_MAIN(tst_TimelineLayout)
#include "tst_TimelineLayout.moc"

// Results, ids, client-made ids, error names, log lines: the words every layer is written in.
#include "shared/base/Clock.h"
#include "shared/base/Log.h"
#include "shared/base/Result.h"

#include <QSet>
#include <QTest>

using namespace confab;
using namespace Qt::StringLiterals;

namespace {

Result<int> half(int number)
{
    if (number % 2)
        return Error{ErrorCode::BadArg, u"odd"_s, u"number"_s};
    return number / 2;
}

Result<int> quarter(int number)
{
    TRY_VALUE(once, half(number));
    TRY(half(once));
    return half(once);
}

} // namespace

class tst_Base : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errorsTravelUp()
    {
        QCOMPARE(*quarter(12), 3);
        const auto failed = quarter(6);
        QVERIFY(!failed);
        QCOMPARE(failed.error().field, u"number"_s);
    }

    void everyErrorCodeHasOneName()
    {
        QSet<QLatin1StringView> names;
        for (const ErrorCodeName& one : errorCodeNames)
            names.insert(errorName(one.code));
        QCOMPARE(std::size_t(names.size()), errorCodeNames.size());
        QCOMPARE(errorName(ErrorCode::Internal), "internal"_L1);
    }

    void clientIdsAreSpeltInOneWay()
    {
        const ClientId id = ClientId::random();
        QCOMPARE(id.text().size(), qsizetype(ClientId::textLength));
        QCOMPARE(ClientId::fromText(id.text()), std::optional(id));
        QCOMPARE(ClientId::fromBytes(id.bytes()), std::optional(id));
        QVERIFY(ClientId::random() != id);
        // The last character holds two bits that count; "B" would be a second spelling of "A".
        QVERIFY(ClientId::fromText("AAAAAAAAAAAAAAAAAAAAAA"));
        QVERIFY(!ClientId::fromText("AAAAAAAAAAAAAAAAAAAAAB"));
        QVERIFY(!ClientId::fromText("AAAAAAAAAAAAAAAAAAAAA"));
        QVERIFY(!ClientId::fromText("AAAAAAAAAAA=AAAAAAAAAA"));
        QVERIFY(!ClientId::fromText("AAAAAAAAAAA+AAAAAAAAAA"));
        QVERIFY(!ClientId::fromBytes("short"));
    }

    void idsOfDifferentThingsDoNotMix()
    {
        static_assert(!std::is_convertible_v<RoomId, UserId>);
        static_assert(!std::is_convertible_v<qint64, RoomId>);
        QVERIFY(!RoomId().isValid());
        QVERIFY(Seq(3) < Seq(4));
    }

    void logLinesHoldNoControlCharacters()
    {
        QCOMPARE(forLog(u"a\nb\x1b[31m"), u"a\\u000ab\\u001b[31m"_s);
        QCOMPARE(forLog(QString(300, u'x')).size(), 201);
    }

    void fakeClockStandsStill()
    {
        FakeClock clock(5);
        QCOMPARE(clock.now(), TimeMs(5));
        clock.advance(10);
        QCOMPARE(clock.monotonicMs(), 15);
    }
};

QTEST_GUILESS_MAIN(tst_Base)
#include "tst_Base.moc"

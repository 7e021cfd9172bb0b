// The parts of the load generator that count: what they miss, no figure would show.
#include "shared/protocol/Envelope.h"
#include "tests/bench/load/Crowd.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::bench;
using namespace confab::protocol;

namespace {

std::string_view viewOf(const QByteArray& bytes) { return {bytes.constData(), size_t(bytes.size())}; }

template <typename E>
E eventOf(qint64 room, qint64 seq)
{
    E made;
    made.room = RoomId(room);
    made.seq = Seq(seq);
    made.by = UserId(7);
    made.name = u"member7"_s;
    made.ts = TimeMs(1'700'000'000'000);
    return made;
}

MessagePosted message(qint64 room, qint64 seq, const QString& text)
{
    auto made = eventOf<MessagePosted>(room, seq);
    made.text = text;
    return made;
}

QByteArray joined(Encoding encoding, const QList<QByteArray>& envelopes)
{
    return envelopes.join(encoding == Encoding::Json ? QByteArray("\n") : QByteArray());
}

} // namespace

class tst_LoadGenerator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEventIsCounted_data()
    {
        QTest::addColumn<int>("encoding");
        QTest::newRow("json") << int(Encoding::Json);
        QTest::newRow("cbor") << int(Encoding::Cbor);
    }

    void everyEventIsCounted()
    {
        QFETCH(int, encoding);
        const auto how = Encoding(encoding);
        MessagePosted own = message(1, 2, u"second"_s);
        own.c = ClientId::random();
        own.replyTo = Seq(1);
        auto newcomers = eventOf<MembersJoined>(4'000'000'000, 300);
        newcomers.people = {{UserId(1), u"a"_s, u"A"_s}, {UserId(2), u"b"_s, u"\"text\":\"no message\""_s}};
        const QByteArray frame = joined(how,
            {encodeEvent(how, message(1, 1, u"first"_s)), encodePush(how, TypingPush{RoomId(1), UserId(2), u"b"_s, 6000}),
                encodeEvent(how, own), encodeReply(how, 9, PostMessage::Reply{Seq(2), TimeMs(5), {}}), encodeEvent(how, newcomers),
                encodeEvent(how, message(70'000, 1'000'000, u"third"_s))});
        std::string_view rest = viewOf(frame);
        EnvelopeSeen seen;
        QStringList found;
        while (nextEnvelope(how, rest, seen)) {
            found.append(!seen.isEvent
                    ? u"-"_s
                    : u"%1 %2 %3"_s.arg(seen.isMessage ? QString::fromUtf8(seen.text.data(), 5) : u"event"_s).arg(seen.room).arg(seen.seq));
        }
        QVERIFY(rest.empty());
        QCOMPARE(found, (QStringList{u"first 1 1"_s, u"-"_s, u"secon 1 2"_s, u"-"_s, u"event 4000000000 300"_s, u"third 70000 1000000"_s}));
    }

    void aStampSurvivesTheWire()
    {
        for (const Encoding how : {Encoding::Json, Encoding::Cbor}) {
            const std::string text = stampedText({123'456'789'012'345, 4711}, 100);
            QCOMPARE(text.size(), size_t(100));
            const QByteArray frame = encodeEvent(how, message(1, 1, QString::fromStdString(text)));
            std::string_view rest = viewOf(frame);
            EnvelopeSeen seen;
            QVERIFY(nextEnvelope(how, rest, seen));
            QCOMPARE(stampOf(seen.text).ns, 123'456'789'012'345);
            QCOMPARE(stampOf(seen.text).poster, 4711);
        }
    }

    void brokenCborIsNoEndlessLoop()
    {
        const QByteArray whole = encodeEvent(Encoding::Cbor, message(1, 1, u"hello"_s));
        for (qsizetype size = 1; size < whole.size(); ++size) {
            std::string_view rest = viewOf(whole).substr(0, size_t(size));
            EnvelopeSeen seen;
            QVERIFY2(!nextEnvelope(Encoding::Cbor, rest, seen), qPrintable(QString::number(size)));
            QVERIFY(!rest.empty());
        }
    }

    void framesOfEverySizeAreFoundWhole_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 125, 126, 65535, 65536, 200'000})
            QTest::newRow(qPrintable(QString::number(size))) << size;
    }

    void framesOfEverySizeAreFoundWhole()
    {
        QFETCH(int, size);
        const std::string payload(size_t(size), 'x');
        for (const bool masked : {true, false}) {
            std::string wire;
            if (masked)
                appendMasked(wire, Opcode::Binary, payload);
            else
                appendUnmasked(wire, Opcode::Binary, payload);
            const std::size_t length = wire.size();
            wire += "the next one";
            QCOMPARE(frameAt(wire.data(), length - 1).size, size_t(0));
            const FrameSeen seen = frameAt(wire.data(), wire.size());
            QCOMPARE(seen.size, length);
            QCOMPARE(seen.payload.size(), payload.size());
            QVERIFY(seen.opcode == Opcode::Binary && seen.last);
        }
    }

    void theAnswerToTheConstantKeyIsRight()
    {
        QCOMPARE(
            QCryptographicHash::hash("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64(),
            QByteArray(upgradeAccept.data(), qsizetype(upgradeAccept.size())));
        QVERIFY(upgradeRequest("/v1/ws", "confab1.json").find("dGhlIHNhbXBsZSBub25jZQ==") != std::string::npos);
    }

    void quantilesAreWithinTwoPerCent()
    {
        Latency latency;
        for (int i = 1; i <= 10'000; ++i)
            latency.add(i * 1000);
        for (const double part : {0.01, 0.5, 0.99}) {
            const double exact = part * 10;
            QVERIFY2(std::abs(latency.quantileMs(part) - exact) < exact * 0.02, qPrintable(QString::number(latency.quantileMs(part))));
        }
        latency.clear();
        QCOMPARE(latency.quantileMs(0.5), 0.0);
    }
};

QTEST_APPLESS_MAIN(tst_LoadGenerator)
#include "tst_LoadGenerator.moc"

// Envelopes and frames: several in one message, requests checked at the door, and hostile bytes that must only ever be refused.
#include "tests/support/Samples.h"

#include <QRandomGenerator>
#include <QTest>

using namespace confab;
using namespace confab::protocol;
using namespace Qt::StringLiterals;

namespace {

Result<Request> firstRequest(Encoding encoding, const QByteArray& frame)
{
    FrameReader reader(encoding, frame);
    auto envelope = reader.next();
    if (!envelope)
        return envelope.error();
    if (!*envelope)
        return Error{ErrorCode::BadFrame, u"empty"_s};
    return decodeRequest(encoding, **envelope);
}

} // namespace

class tst_Frames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalEnvelopesInOneFrame();
    void wrongEnvelopesAreRefused_data();
    void wrongEnvelopesAreRefused();
    void escapesAreDecoded();
    void replyReachesItsType();
    void errorKeepsEverything();
    void pushesAreRecognised();
    void sameContentHasTheSameHash();
    void cborLengthsBeyondTheFrameAreRefused_data();
    void cborLengthsBeyondTheFrameAreRefused();
    void randomDamageNeverPassesAsSomethingElse();
};

void tst_Frames::severalEnvelopesInOneFrame()
{
    const ClientId c = ClientId::random();
    for (const Encoding encoding : {Encoding::Json, Encoding::Cbor}) {
        QByteArray frame;
        for (quint32 i = 1; i <= 3; ++i) {
            if (encoding == Encoding::Json && i > 1)
                frame += '\n';
            frame += encodeRequest(encoding, i, c, PostMessage{.room = RoomId(i), .text = u"line\nbreak"_s});
        }
        FrameReader reader(encoding, frame);
        for (quint32 i = 1; i <= 3; ++i) {
            const auto envelope = reader.next();
            QVERIFY(envelope && *envelope);
            const auto request = decodeRequest(encoding, **envelope);
            QVERIFY(request);
            QCOMPARE(request->id, std::optional<quint32>(i));
            QCOMPARE(request->c, std::optional<ClientId>(c));
            QCOMPARE(request->as<PostMessage>().room, RoomId(i));
            QCOMPARE(request->as<PostMessage>().text, u"line\nbreak"_s);
        }
        const auto end = reader.next();
        QVERIFY(end && !*end);
    }
}

void tst_Frames::wrongEnvelopesAreRefused_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("field");
    const int frame = int(ErrorCode::BadFrame), arg = int(ErrorCode::BadArg), type = int(ErrorCode::BadType);
    QTest::newRow("not JSON") << QByteArray("hello") << frame << QString();
    QTest::newRow("a list") << QByteArray("[]") << frame << QString();
    QTest::newRow("no type") << QByteArray(R"({"i":1,"d":{}})") << frame << QString();
    QTest::newRow("type twice") << QByteArray(R"({"t":"ping","t":"ping","i":1})") << frame << QString();
    QTest::newRow("unknown member") << QByteArray(R"({"t":"ping","i":1,"x":2})") << frame << QString();
    QTest::newRow("id too large") << QByteArray(R"({"t":"ping","i":4294967296})") << frame << QString();
    QTest::newRow("id fraction") << QByteArray(R"({"t":"ping","i":1.5})") << frame << QString();
    QTest::newRow("trailing comma") << QByteArray(R"({"t":"ping","i":1,})") << frame << QString();
    QTest::newRow("two on a line") << QByteArray(R"({"t":"ping","i":1}{"t":"ping","i":2})") << frame << QString();
    QTest::newRow("unterminated") << QByteArray(R"({"t":"ping","i":1,"d":{)") << frame << QString();
    QTest::newRow("raw control") << QByteArray("{\"t\":\"pi\x01ng\",\"i\":1}") << frame << QString();
    QTest::newRow("bad UTF-8") << QByteArray("{\"t\":\"ping\xff\",\"i\":1}") << frame << QString();
    QTest::newRow("too deep") << QByteArray(R"({"t":"ping","i":1,"d":[[[[[[[[[1]]]]]]]]]})") << frame << QString();
    QTest::newRow("100k deep") << "{\"t\":\"ping\",\"i\":1,\"d\":" + QByteArray(60000, '[') << frame << QString();
    QTest::newRow("unknown type") << QByteArray(R"({"t":"room.explode","i":1})") << type << QString();
    QTest::newRow("no id") << QByteArray(R"({"t":"ping"})") << arg << u"i"_s;
    QTest::newRow("a request with r") << QByteArray(R"({"t":"ping","i":1,"r":2})") << arg << u"r"_s;
    QTest::newRow("durable without c") << QByteArray(R"({"t":"message.post","i":1,"d":{"room":1,"text":"x"}})") << arg << u"c"_s;
    QTest::newRow("c of another length") << QByteArray(R"({"t":"message.post","i":1,"c":"abc","d":{"room":1,"text":"x"}})") << frame << QString();
    QTest::newRow("c not needed") << QByteArray(R"({"t":"ping","i":1,"c":"AAECAwQFBgcICQoLDA0ODw"})") << arg << u"c"_s;
    QTest::newRow("text null") << QByteArray(R"({"t":"message.post","i":1,"c":"AAECAwQFBgcICQoLDA0ODw","d":{"room":1,"text":null}})") << arg << u"text"_s;
    QTest::newRow("lone surrogate") << QByteArray(R"({"t":"message.post","i":1,"c":"AAECAwQFBgcICQoLDA0ODw","d":{"room":1,"text":"\ud800x"}})") << frame << QString();
    QTest::newRow("U+0000") << QByteArray(R"({"t":"message.post","i":1,"c":"AAECAwQFBgcICQoLDA0ODw","d":{"room":1,"text":"a\u0000"}})") << frame << QString();
    QTest::newRow("nested field") << QByteArray(R"({"t":"attach","i":1,"d":{"have":[[1,2,3]],"presence":"online"}})") << arg << u"have"_s;
    QTest::newRow("enumerator") << QByteArray(R"({"t":"attach","i":1,"d":{"have":[],"presence":"asleep"}})") << arg << u"presence"_s;
    QTest::newRow("nested name") << QByteArray(R"({"t":"auth","i":1,"d":{"method":"guest","device":{"id":"a","name":5,"kind":"x"},"client":{"name":"a","version":"1"}}})")
                                 << arg << u"device.name"_s;
}

void tst_Frames::wrongEnvelopesAreRefused()
{
    QFETCH(QByteArray, frame);
    QFETCH(int, code);
    QFETCH(QString, field);
    const auto request = firstRequest(Encoding::Json, frame);
    QVERIFY(!request);
    QCOMPARE(int(request.error().code), code);
    QCOMPARE(request.error().field, field);
    QVERIFY(!request.error().message.isEmpty());
}

void tst_Frames::escapesAreDecoded()
{
    const auto request = firstRequest(Encoding::Json,
        R"({"d":{"text":"\u00e9\ud83d\udc4b\/\t\"","room":5},"c":"AAECAwQFBgcICQoLDA0ODw","i":1,"t":"message.post"})");
    QVERIFY(request);
    QCOMPARE(request->as<PostMessage>().text, u"é👋/\t\""_s);
}

void tst_Frames::replyReachesItsType()
{
    for (const Encoding encoding : {Encoding::Json, Encoding::Cbor}) {
        const auto reply = test::sample<Attach::Reply>();
        const QByteArray frame = encodeReply(encoding, 9, reply);
        FrameReader reader(encoding, frame);
        const auto envelope = reader.next();
        QVERIFY(envelope && *envelope);
        QVERIFY((**envelope).type.is(envelope::ok));
        QCOMPARE((**envelope).reply, std::optional<qint64>(9));
        const auto decoded = decodeReply<Attach::Reply>(encoding, (**envelope).body);
        QVERIFY(decoded);
        QCOMPARE(*decoded, reply);
    }
}

void tst_Frames::errorKeepsEverything()
{
    for (const ErrorCodeName& one : errorCodeNames) {
        const Error error{one.code, u"words"_s, u"field"_s, 5, 6};
        for (const Encoding encoding : {Encoding::Json, Encoding::Cbor}) {
            const QByteArray frame = encodeError(encoding, 3, error);
            FrameReader reader(encoding, frame);
            const auto envelope = reader.next();
            QVERIFY(envelope && *envelope && (**envelope).type.is(envelope::error));
            QCOMPARE(decodeError(encoding, (**envelope).body), error);
        }
    }
}

void tst_Frames::pushesAreRecognised()
{
    forEachType(AllPushes{}, []<typename P>() {
        const auto push = test::sample<P>();
        const QByteArray frame = encodePush(Encoding::Cbor, push);
        FrameReader reader(Encoding::Cbor, frame);
        const auto envelope = reader.next();
        QVERIFY(envelope && *envelope);
        const auto decoded = decodePush(Encoding::Cbor, **envelope);
        QVERIFY(decoded && *decoded);
        QVERIFY(std::holds_alternative<P>(**decoded));
        QCOMPARE(std::get<P>(**decoded), push);
    });
    const QByteArray strange = R"({"t":"hologram","d":{"x":1}})";
    FrameReader reader(Encoding::Json, strange);
    const auto envelope = reader.next();
    QVERIFY(envelope && *envelope);
    const auto decoded = decodePush(Encoding::Json, **envelope);
    QVERIFY(decoded && !*decoded);
}

void tst_Frames::sameContentHasTheSameHash()
{
    const auto hashOf = [](Encoding encoding, const PostMessage& post, quint32 id) {
        const QByteArray frame = encodeRequest(encoding, id, ClientId::random(), post);
        const auto request = firstRequest(encoding, frame);
        return request ? contentHash(*request) : QByteArray();
    };
    const PostMessage one{.room = RoomId(1), .text = u"same"_s};
    const PostMessage other{.room = RoomId(1), .text = u"Same"_s};
    QCOMPARE(hashOf(Encoding::Json, one, 1).size(), 16);
    QCOMPARE(hashOf(Encoding::Json, one, 1), hashOf(Encoding::Cbor, one, 2));
    QVERIFY(hashOf(Encoding::Json, one, 1) != hashOf(Encoding::Json, other, 1));
}

void tst_Frames::cborLengthsBeyondTheFrameAreRefused_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("array of 2^32") << QByteArray("a20018290 4 9b0000000100000000").replace(" ", "");
    QTest::newRow("map of 2^63") << QByteArray("bb8000000000000000");
    QTest::newRow("text of 2^31") << QByteArray("a1007a80000000");
    QTest::newRow("bytes of 2^63-1") << QByteArray("a1035b7fffffffffffffff");
    QTest::newRow("indefinite map") << QByteArray("bf000cff");
    QTest::newRow("tag") << QByteArray("a100c10c");
    QTest::newRow("float") << QByteArray("a2000c01fb3ff0000000000000");
    QTest::newRow("nothing behind a head") << QByteArray("a118");
}

void tst_Frames::cborLengthsBeyondTheFrameAreRefused()
{
    QFETCH(QByteArray, hex);
    const auto request = firstRequest(Encoding::Cbor, QByteArray::fromHex(hex));
    QVERIFY(!request);
    QCOMPARE(request.error().code, ErrorCode::BadFrame);
}

void tst_Frames::randomDamageNeverPassesAsSomethingElse()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    int refused = 0;
    for (int round = 0; round < 20000; ++round) {
        const Encoding encoding = round % 2 ? Encoding::Json : Encoding::Cbor;
        QByteArray frame = encodeRequest(encoding, 1, ClientId::random(), test::sample<CreateRoom>(round));
        for (int n = 0; n < 1 + round % 3; ++n)
            frame[random.bounded(frame.size())] = char(random.bounded(256));
        if (round % 5 == 0)
            frame.truncate(random.bounded(frame.size()));
        const auto request = firstRequest(encoding, frame);
        if (!request) {
            ++refused;
            QVERIFY2(!request.error().message.isEmpty(), qPrintable(u"seed %1"_s.arg(seed)));
        } else {
            // What was accepted is well-formed: it encodes and decodes to the same thing.
            auto writer = makeWriter(encoding);
            encodeObject(*writer, *request->type->schema(), request->body.get());
            auto again = request->type->make();
            const QByteArray bytes = writer->take();
            QVERIFY2(decodeBody(encoding, bytes, *request->type->schema(), again.get(), UnknownKeys::Refuse), qPrintable(u"seed %1"_s.arg(seed)));
        }
    }
    QVERIFY(refused > 5000);
}

QTEST_GUILESS_MAIN(tst_Frames)
#include "tst_Frames.moc"

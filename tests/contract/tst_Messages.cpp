// Every message of the catalogue against both codecs: round trips, missing, wrong, doubled, unknown and oversize fields, golden frames.
#include "tests/support/Samples.h"

#include "shared/base/Limits.h"

#include <QFile>
#include <QTest>

using namespace confab;
using namespace confab::protocol;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array encodings{Encoding::Json, Encoding::Cbor};

/// One encodable struct of the catalogue without its type.
struct Subject {
    QString name;
    const Schema* schema;
    std::shared_ptr<void> sample;
    std::function<std::shared_ptr<void>()> make;
    bool refusesUnknown;
};

template <typename T>
Subject subject(const QString& name, bool refusesUnknown)
{
    return {name, &schemaOf<T>(), std::make_shared<T>(test::sample<T>()), [] { return std::shared_ptr<void>(std::make_shared<T>()); }, refusesUnknown};
}

QList<Subject> subjects()
{
    QList<Subject> all;
    forEachType(AllRequests{}, [&all]<typename M>() {
        all.append(subject<M>(u"request "_s + M::type.text(), true));
        all.append(subject<typename M::Reply>(u"reply to "_s + M::type.text(), false));
    });
    forEachType(AllPushes{}, [&all]<typename P>() { all.append(subject<P>(u"push "_s + P::type.text(), false)); });
    forEachType(DurableEvents{}, [&all]<typename E>() { all.append(subject<E>(u"event "_s + E::kind.text(), false)); });
    return all;
}

QByteArray encoded(Encoding encoding, const Subject& one)
{
    auto writer = makeWriter(encoding);
    encodeObject(*writer, *one.schema, one.sample.get());
    return writer->take();
}

/// The sample with field `at` written by `write`; a null function leaves the field out.
QByteArray altered(Encoding encoding, const Subject& one, qsizetype at, const std::function<void(Writer&)>& write)
{
    auto writer = makeWriter(encoding);
    writer->beginObject(int(one.schema->fields.size()) - (write ? 0 : 1));
    for (qsizetype i = 0; i < one.schema->fields.size(); ++i) {
        const FieldSpec& field = one.schema->fields[i];
        if (i == at && !write)
            continue;
        writer->key(field.key);
        if (i == at)
            write(*writer);
        else
            field.codec->encode(*writer, field.in(static_cast<const void*>(one.sample.get())));
    }
    writer->endObject();
    return writer->take();
}

Result<Done> decode(Encoding encoding, const Subject& one, QByteArrayView bytes)
{
    auto into = one.make();
    return decodeBody(encoding, bytes, *one.schema, into.get(), one.refusesUnknown ? UnknownKeys::Refuse : UnknownKeys::Ignore);
}

} // namespace

class tst_Messages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTripsInBothCodecs();
    void everyMissingFieldIsNamed();
    void everyFieldOfAWrongTypeIsNamed();
    void everyFieldOverItsLimitIsNamed();
    void doubledFieldsAreRefused();
    void unknownFieldsAreRefusedInRequestsOnly();
    void namesAndNumbersAreUnique();
    void everyRequestSaysWhatItIsFor();
    void eventsKeepTheirKind();
    void unknownEventsAreKeptRaw();
    void goldenFramesStay();
    void cborIsSmallerThanJson();
    void idsOutOfRangeAreRefused();
};

void tst_Messages::roundTripsInBothCodecs()
{
    for (const Subject& one : subjects()) {
        for (const Encoding encoding : encodings) {
            const QByteArray first = encoded(encoding, one);
            auto into = one.make();
            const auto decoded = decodeBody(encoding, first, *one.schema, into.get(), UnknownKeys::Refuse);
            QVERIFY2(decoded, qPrintable(one.name + u": "_s + (decoded ? QString() : decoded.error().field + u' ' + decoded.error().message)));
            auto writer = makeWriter(encoding);
            encodeObject(*writer, *one.schema, into.get());
            QVERIFY2(writer->take() == first, qPrintable(one.name));
        }
    }
}

void tst_Messages::everyMissingFieldIsNamed()
{
    int checked = 0;
    for (const Subject& one : subjects()) {
        if (one.schema->compact)
            continue;
        for (const Encoding encoding : encodings) {
            for (qsizetype i = 0; i < one.schema->fields.size(); ++i) {
                const FieldSpec& field = one.schema->fields[i];
                const auto decoded = decode(encoding, one, altered(encoding, one, i, nullptr));
                const QByteArray where = (one.name + u" without "_s + field.key.text()).toUtf8();
                QVERIFY2(bool(decoded) == field.codec->optional, where.constData());
                if (!decoded) {
                    QVERIFY2(decoded.error().code == ErrorCode::BadArg, where.constData());
                    QVERIFY2(decoded.error().field == field.key.text(), where.constData());
                }
                ++checked;
            }
        }
    }
    QVERIFY(checked > 200);
}

void tst_Messages::everyFieldOfAWrongTypeIsNamed()
{
    for (const Subject& one : subjects()) {
        for (const Encoding encoding : encodings) {
            for (qsizetype i = 0; i < one.schema->fields.size(); ++i) {
                const FieldSpec& field = one.schema->fields[i];
                const bool isBoolean = field.codec->describe({}) == booleanCodec.describe({});
                const auto wrong = [isBoolean](Writer& writer) { isBoolean ? writer.text(u"yes") : writer.boolean(true); };
                const auto decoded = decode(encoding, one, altered(encoding, one, i, wrong));
                const QByteArray where = (one.name + u" with wrong "_s + field.key.text()).toUtf8();
                QVERIFY2(!decoded, where.constData());
                QVERIFY2(decoded.error().code == ErrorCode::BadArg, where.constData());
                QVERIFY2(decoded.error().field == field.key.text(), where.constData());
            }
        }
    }
}

void tst_Messages::everyFieldOverItsLimitIsNamed()
{
    int checked = 0;
    for (const Subject& one : subjects()) {
        for (qsizetype i = 0; i < one.schema->fields.size(); ++i) {
            const FieldSpec& field = one.schema->fields[i];
            const bool isList = field.codec->describe(Limit{}).startsWith(u"list"_s);
            const auto over = [&](Writer& writer) {
                if (field.limit.items > 0 && isList) {
                    // A list of one item, repeated: its encoding without the list's own head.
                    auto inner = makeWriter(Encoding::Json);
                    field.codec->encode(*inner, field.in(static_cast<const void*>(one.sample.get())));
                    const QByteArray list = inner->take();
                    writer.beginArray(int(field.limit.items) + 1);
                    for (qint64 n = 0; n <= field.limit.items; ++n)
                        writer.raw(QByteArrayView(list).sliced(1, list.size() - 2));
                    writer.endArray();
                } else if (field.limit.bytes > 0) {
                    writer.text(QString(field.limit.bytes - 1, u'x') + u'é');
                } else if (field.limit.chars > 0) {
                    writer.text(QString(field.limit.chars + 1, u'x'));
                } else {
                    writer.integer(field.limit.value + 1);
                }
            };
            if (field.limit.items == 0 && field.limit.bytes == 0 && field.limit.chars == 0 && field.limit.value == 0)
                continue;
            const auto decoded = decode(Encoding::Json, one, altered(Encoding::Json, one, i, over));
            const QByteArray where = (one.name + u" with long "_s + field.key.text()).toUtf8();
            QVERIFY2(!decoded, where.constData());
            QVERIFY2(decoded.error().field == field.key.text(), where.constData());
            ++checked;
        }
    }
    QVERIFY(checked > 50);
}

void tst_Messages::doubledFieldsAreRefused()
{
    for (const Subject& one : subjects()) {
        if (one.schema->fields.isEmpty())
            continue;
        QByteArray json = encoded(Encoding::Json, one);
        const QByteArray member = json.mid(1, json.size() - 2);
        json = '{' + member + ',' + member + '}';
        const auto decoded = decode(Encoding::Json, one, json);
        QVERIFY2(!decoded, qPrintable(one.name));
        QVERIFY2(decoded.error().message.contains(u"twice"_s), qPrintable(one.name));
    }
}

void tst_Messages::unknownFieldsAreRefusedInRequestsOnly()
{
    for (const Subject& one : subjects()) {
        QByteArray json = encoded(Encoding::Json, one);
        json.insert(json.size() - 1, one.schema->fields.isEmpty() ? "\"brandNew\":[{\"a\":1.5e3}]" : ",\"brandNew\":[{\"a\":1.5e3}]");
        const auto decoded = decode(Encoding::Json, one, json);
        QVERIFY2(bool(decoded) != one.refusesUnknown, qPrintable(one.name));
        if (!decoded)
            QVERIFY2(decoded.error().message.contains(u"brandNew"_s), qPrintable(one.name));
    }
}

void tst_Messages::namesAndNumbersAreUnique()
{
    QSet<QString> names;
    QSet<int> numbers;
    const auto take = [&](const Key& key, const QString& space) {
        QVERIFY2(!names.contains(space + key.text()), qPrintable(key.text()));
        names.insert(space + key.text());
    };
    const auto takeNumber = [&](const Key& key) {
        QVERIFY2(!numbers.contains(key.number), qPrintable(key.text()));
        numbers.insert(key.number);
    };
    forEachType(AllRequests{}, [&]<typename M>() { take(M::type, u"request "_s); takeNumber(M::type); });
    forEachType(AllPushes{}, [&]<typename P>() { take(P::type, u"push "_s); takeNumber(P::type); });
    for (const Key& key : {envelope::ok, envelope::error, envelope::event})
        takeNumber(key);
    numbers.clear();
    forEachType(DurableEvents{}, [&]<typename E>() { take(E::kind, u"kind "_s); takeNumber(E::kind); });
    for (const Subject& one : subjects()) {
        QSet<int> fieldNumbers;
        QSet<QString> fieldNames;
        for (const FieldSpec& field : one.schema->fields) {
            fieldNumbers.insert(field.key.number);
            fieldNames.insert(field.key.text());
        }
        QVERIFY2(fieldNumbers.size() == one.schema->fields.size() && fieldNames.size() == one.schema->fields.size(), qPrintable(one.name));
    }
}

void tst_Messages::everyRequestSaysWhatItIsFor()
{
    QVERIFY(requestTypes().size() > 30);
    for (const RequestType& one : requestTypes())
        QVERIFY2(qstrlen(one.about) > 10, qPrintable(one.key.text()));
}

void tst_Messages::eventsKeepTheirKind()
{
    forEachType(DurableEvents{}, []<typename E>() {
        const auto event = test::sample<E>();
        for (const Encoding encoding : encodings) {
            const QByteArray frame = encodeEvent(encoding, event);
            FrameReader frames(encoding, frame);
            const auto envelope = frames.next();
            QVERIFY(envelope && *envelope);
            QVERIFY((**envelope).type.is(envelope::event));
            const auto decoded = decodeEvent(encoding, (**envelope).body);
            QVERIFY2(decoded, qPrintable(E::kind.text()));
            QVERIFY(std::holds_alternative<E>(*decoded));
            QCOMPARE(std::get<E>(*decoded), event);
        }
    });
}

void tst_Messages::unknownEventsAreKeptRaw()
{
    const QByteArray json = R"({"room":3,"seq":9,"by":0,"name":"x","ts":5,"wow":{"a":[1,2]},"kind":"hologram"})";
    const auto decoded = decodeEvent(Encoding::Json, json);
    QVERIFY(decoded);
    const auto* unknown = std::get_if<UnknownEvent>(&*decoded);
    QVERIFY(unknown);
    QCOMPARE(unknown->kindName, u"hologram"_s);
    QCOMPARE(unknown->raw, json);
    QCOMPARE(unknown->seq, Seq(9));
    QCOMPARE(encodeValue<AnyEvent>(Encoding::Json, *decoded), json);
}

void tst_Messages::goldenFramesStay()
{
    QByteArray text;
    const auto line = [&text](const QString& name, const QByteArray& json, const QByteArray& cbor) {
        text += "# " + name.toUtf8() + '\n' + json + '\n' + cbor.toHex() + "\n\n";
    };
    const ClientId c = *ClientId::fromText("AAECAwQFBgcICQoLDA0ODw");
    forEachType(AllRequests{}, [&]<typename M>() {
        const auto body = test::sample<M>();
        const auto id = M::durable ? std::optional<ClientId>(c) : std::nullopt;
        line(u"request "_s + M::type.text(), encodeRequest(Encoding::Json, 7, id, body), encodeRequest(Encoding::Cbor, 7, id, body));
        const auto reply = test::sample<typename M::Reply>();
        line(u"reply to "_s + M::type.text(), encodeReply(Encoding::Json, 7, reply), encodeReply(Encoding::Cbor, 7, reply));
    });
    forEachType(AllPushes{}, [&]<typename P>() {
        const auto body = test::sample<P>();
        line(u"push "_s + P::type.text(), encodePush(Encoding::Json, body), encodePush(Encoding::Cbor, body));
    });
    forEachType(DurableEvents{}, [&]<typename E>() {
        const AnyEvent event = test::sample<E>();
        line(u"event "_s + E::kind.text(), encodeEvent(Encoding::Json, event), encodeEvent(Encoding::Cbor, event));
    });
    const Error error{ErrorCode::Rate, u"slow down"_s, u"room"_s, 1'700'000'000'000, 1500};
    line(u"error"_s, encodeError(Encoding::Json, 7, error), encodeError(Encoding::Cbor, 7, error));

    QFile file(QStringLiteral(CONFAB_SOURCE_DIR "/tests/contract/golden/frames.txt"));
    if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), "tests/contract/golden/frames.txt is missing; make it with CONFAB_UPDATE_GOLDEN=1");
    const QList<QByteArray> golden = file.readAll().split('\n');
    const QList<QByteArray> made = text.split('\n');
    for (qsizetype i = 0; i < std::max(golden.size(), made.size()); ++i)
        QCOMPARE(made.value(i), golden.value(i));
}

void tst_Messages::cborIsSmallerThanJson()
{
    MessagePosted posted;
    posted.room = RoomId(17);
    posted.seq = Seq(4711);
    posted.by = UserId(42);
    posted.name = u"margarete"_s;
    posted.ts = TimeMs(1'700'000'000'000);
    posted.text = QString(100, u'a');
    const qsizetype json = encodeEvent(Encoding::Json, posted).size();
    const qsizetype cbor = encodeEvent(Encoding::Cbor, posted).size();
    qInfo("a post event of 100 characters: %lld bytes in JSON, %lld in CBOR", qint64(json), qint64(cbor));
    QVERIFY(cbor < json);
    QVERIFY(cbor <= 100 + 50);
}

void tst_Messages::idsOutOfRangeAreRefused()
{
    for (const QByteArray& id : {QByteArray("0"), QByteArray("-1"), QByteArray("9007199254740992"), QByteArray("1.0"), QByteArray("1e3"),
             QByteArray("\"1\""), QByteArray("null"), QByteArray("99999999999999999999999999")}) {
        LeaveRoom into;
        const QByteArray body = "{\"room\":" + id + '}';
        const auto decoded = decodeBody(Encoding::Json, body, schemaOf<LeaveRoom>(), &into, UnknownKeys::Refuse);
        QVERIFY2(!decoded, id.constData());
        QCOMPARE(decoded.error().code, ErrorCode::BadArg);
        QCOMPARE(decoded.error().field, u"room"_s);
    }
    LeaveRoom into;
    QVERIFY(decodeBody(Encoding::Json, "{\"room\":9007199254740991}", schemaOf<LeaveRoom>(), &into, UnknownKeys::Refuse));
    QCOMPARE(into.room, RoomId(limits::maxInteger));
}

QTEST_GUILESS_MAIN(tst_Messages)
#include "tst_Messages.moc"

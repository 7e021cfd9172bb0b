// PROTOCOL.md is written from the message structs; this test makes it (CONFAB_UPDATE_GOLDEN=1) and fails when it is stale.
#include "shared/protocol/Envelope.h"

#include <QFile>
#include <QTest>

using namespace confab;
using namespace confab::protocol;
using namespace Qt::StringLiterals;

namespace {

QString fieldTable(const Schema& schema)
{
    if (schema.fields.isEmpty())
        return u"(empty)\n"_s;
    QString text = u"| field | # | what | needed |\n| --- | --- | --- | --- |\n"_s;
    for (const FieldSpec& field : schema.fields)
        text += u"| %1 | %2 | %3 | %4 |\n"_s.arg(field.key.text()).arg(field.key.number).arg(field.codec->describe(field.limit), field.codec->optional ? u"no"_s : u"yes"_s);
    return text;
}

template <typename T>
QString record(const QString& name)
{
    return u"### %1\n\n"_s.arg(name) + fieldTable(schemaOf<T>()) + u'\n';
}

constexpr auto frame = R"(# Confab protocol, version 1

Generated from `shared/protocol/messages/*.h`; do not edit. `CONFAB_UPDATE_GOLDEN=1 ctest -R tst_ProtocolDoc` writes it anew.

## Frames

`ws://host:port/v1/ws`, default port 7600. Subprotocol `confab1.json` (text frames) or `confab1.cbor` (binary frames): the same messages; in CBOR every
name of a type, kind, field or enumerator is its number. Numbers and names are append-only. One frame carries one or more envelopes: JSON envelopes are separated by
`\n`, CBOR envelopes stand behind each other. The server joins at most 64 envelopes and 256 KiB; it takes frames up to 64 KiB.

| member | # | what |
| --- | --- | --- |
| t | 0 | type: a request, `ok` (1), `err` (2), `ev` (3) or a push |
| i | 1 | id of a request, uint32; only `typing` has none |
| r | 2 | the id that `ok` or `err` answers |
| c | 3 | client-made id of a durable request: 22 characters of base64url in JSON, 16 bytes in CBOR |
| d | 4 | body |

Every request gets exactly one `ok` or `err`. The same `c` with the same content again gives the same answer with `dup:true`; with other content `cid_conflict`.
Unknown fields are refused in requests and ignored in everything else. Integers are below 2^53, times are ms since the epoch of the server's clock, text is UTF-8 without U+0000.

`err` bodies: code (1), message (2), field (3), until (4), retryMs (5). Codes: )";

QString document()
{
    QString text = QString::fromUtf8(frame);
    QStringList codes;
    for (const ErrorCodeName& one : errorCodeNames)
        codes.append(u'`' + QString::fromLatin1(one.name.data(), qsizetype(one.name.size())) + u'`');
    text += codes.join(u", "_s) + u".\n\nClose codes: 4001 protocol version · 4002 undecodable · 4003 no auth in time · 4004 auth failed · 4006 session revoked · "
                                   "4008 slow consumer · 4009 idle · 4010 drain · 4013 too big · 4029 abuse.\n\n## Requests\n\n"_s;
    forEachType(AllRequests{}, [&text]<typename M>() {
        text += u"### %1 (%2)%3\n\n%4\n\n"_s.arg(M::type.text()).arg(M::type.number).arg(M::durable ? u" · durable"_s : QString(), QString::fromUtf8(M::about));
        text += fieldTable(schemaOf<M>()) + u"\nAnswer:\n\n"_s + fieldTable(schemaOf<typename M::Reply>()) + u'\n';
    });
    text += u"## Pushes\n\n"_s;
    forEachType(AllPushes{}, [&text]<typename P>() {
        text += u"### %1 (%2)\n\n%3\n\n"_s.arg(P::type.text()).arg(P::type.number).arg(QString::fromUtf8(P::about)) + fieldTable(schemaOf<P>()) + u'\n';
    });
    text += u"## Durable events\n\nBody of `ev`, and elements of ev lists: member `kind` (0) first, then the fields. Class A.\n\n"_s;
    forEachType(DurableEvents{}, [&text]<typename E>() {
        text += u"### %1 (%2)\n\n"_s.arg(E::kind.text()).arg(E::kind.number) + fieldTable(schemaOf<E>()) + u'\n';
    });
    text += u"## Records\n\n"_s;
    text += record<User>(u"user"_s) + record<Member>(u"member"_s) + record<RoomState>(u"room"_s) + record<RoomListing>(u"room listing"_s)
        + record<HistoryItem>(u"history item"_s) + record<LostRange>(u"range of seq"_s) + record<Have>(u"[room, epoch, seq, ts] (a list by position)"_s)
        + record<ServerAbout>(u"server"_s) + record<AnnouncedLimits>(u"limits"_s) + record<DeviceAbout>(u"device"_s) + record<ClientAbout>(u"client"_s)
        + record<SessionListing>(u"session"_s) + record<InviteListing>(u"invite"_s) + record<ReadMark>(u"read mark"_s) + record<Draft>(u"draft"_s);
    return text.trimmed() + u'\n';
}

} // namespace

class tst_ProtocolDoc : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isFresh()
    {
        QFile file(QStringLiteral(CONFAB_SOURCE_DIR "/shared/protocol/PROTOCOL.md"));
        const QString made = document();
        if (qEnvironmentVariableIsSet("CONFAB_UPDATE_GOLDEN")) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(made.toUtf8());
            file.close();
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList written = QString::fromUtf8(file.readAll()).split(u'\n');
        const QStringList fresh = made.split(u'\n');
        for (qsizetype i = 0; i < std::max(written.size(), fresh.size()); ++i)
            QCOMPARE(written.value(i), fresh.value(i));
    }
};

QTEST_GUILESS_MAIN(tst_ProtocolDoc)
#include "tst_ProtocolDoc.moc"

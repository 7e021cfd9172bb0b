// What people are called: nobody may be shown under a name that is somebody else's.
#include "tests/support/ServerRig.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace confab;
using namespace confab::server;
using namespace confab::protocol;

class tst_CoreProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void displayNameOfAnotherIsRefused_data();
    void displayNameOfAnotherIsRefused();
    void ownNameMayBeShownInAnyCase();
    void newAccountCannotTakeADisplayName();

private:
    static Authenticate by(AuthMethod method)
    {
        Authenticate request;
        request.method = method;
        request.device = {u"device"_s, u"laptop"_s, u"terminal"_s};
        return request;
    }
    static Authenticate byToken(const QString& token)
    {
        Authenticate request = by(AuthMethod::Token);
        request.token = token;
        return request;
    }
};

void tst_CoreProfile::displayNameOfAnotherIsRefused_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("unique name") << u"bob"_s << ErrorCode::NameTaken;
    QTest::newRow("another case") << u"BoB"_s << ErrorCode::NameTaken;
    QTest::newRow("blank behind") << u"bob "_s << ErrorCode::NameTaken;
    QTest::newRow("full width") << u"ｂｏｂ"_s << ErrorCode::NameTaken;
    QTest::newRow("display name") << u"robert  paulson"_s << ErrorCode::NameTaken;
    QTest::newRow("control") << u"bob\u0007"_s << ErrorCode::NameUnsafe;
    QTest::newRow("joiner") << u"bo\u200db"_s << ErrorCode::NameUnsafe;
}

void tst_CoreProfile::displayNameOfAnotherIsRefused()
{
    QFETCH(QString, wanted);
    QFETCH(ErrorCode, code);
    ServerRig rig;
    const QString annToken = rig.addPerson(u"ann"_s);
    const QString bobToken = rig.addPerson(u"bob"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    RigClient bob = rig.client();
    QVERIFY(ann.signIn(byToken(annToken)) && bob.signIn(byToken(bobToken)));
    QVERIFY(bob.ask(SetProfile{u"Robert Paulson"_s}));
    const auto refused = ann.ask(SetProfile{wanted});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QCOMPARE(refused.error().field, u"display"_s);
}

void tst_CoreProfile::ownNameMayBeShownInAnyCase()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.signIn(byToken(token)));
    for (const QString& shown : {u"ANN"_s, u"Annie"_s, u"annie"_s, u"ann"_s, u"ann"_s}) {
        const auto changed = ann.ask(SetProfile{shown});
        QVERIFY2(changed, qPrintable(shown));
        QCOMPARE(changed->user.display, shown);
    }
}

void tst_CoreProfile::newAccountCannotTakeADisplayName()
{
    ServerRig rig;
    const QString token = rig.addPerson(u"ann"_s, ServerRole::Admin);
    QVERIFY(rig.start());
    RigClient ann = rig.client();
    QVERIFY(ann.signIn(byToken(token)));
    QVERIFY(ann.ask(SetProfile{u"Annie"_s}));
    const auto invite = ann.ask(CreateInvite{});
    QVERIFY(invite);
    Authenticate request = by(AuthMethod::Invite);
    request.user = u"annie"_s;
    request.secret = u"correct horse"_s;
    request.invite = invite->invite;
    const auto refused = rig.client().signIn(request);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NameTaken);
}

QTEST_GUILESS_MAIN(tst_CoreProfile)
#include "tst_CoreProfile.moc"

// Every error in plain words.
#include "shared/client/Explain.h"

#include <QSet>
#include <QTest>

using namespace confab;
using namespace confab::client;
using namespace Qt::StringLiterals;

class tst_Explain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasASentenceOfItsOwn();
    void theServersWordsAreMadeSafe();
    void delaysAreTold_data();
    void delaysAreTold();
};

void tst_Explain::everyCodeHasASentenceOfItsOwn()
{
    const QString fallback = explain(Error{ErrorCode(200), {}});
    QSet<QString> seen;
    for (const ErrorCodeName& one : errorCodeNames) {
        const QString text = explain(Error{one.code, {}});
        QVERIFY2(text.size() > 10 && text.endsWith(u'.') && text.at(0).isUpper(), qPrintable(text));
        QVERIFY2(text != fallback, one.name.data());
        QVERIFY2(!text.contains(u'_'), "codes are for programs");
        QVERIFY2(!seen.contains(text), one.name.data());
        seen.insert(text);
    }
}

void tst_Explain::theServersWordsAreMadeSafe()
{
    const QString text = explain(Error{ErrorCode::BadArg, u"bad \u001b[31mname\nline two"_s, u"name"_s});
    QVERIFY(!text.contains(QChar(0x1b)));
    QVERIFY(!text.contains(u'\n'));
    QVERIFY(text.contains(u"name"_s));
}

void tst_Explain::delaysAreTold_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("words");
    QTest::newRow("a moment") << qint64(200) << u"1 s"_s;
    QTest::newRow("seconds") << qint64(30'000) << u"30 s"_s;
    QTest::newRow("minutes") << qint64(600'000) << u"10 min"_s;
    QTest::newRow("hours") << qint64(3 * 3'600'000) << u"3 h"_s;
}

void tst_Explain::delaysAreTold()
{
    QFETCH(qint64, ms);
    QFETCH(QString, words);
    const QString text = explain(Error{ErrorCode::Rate, {}, {}, {}, ms});
    QVERIFY2(text.contains(words), qPrintable(text));
}

QTEST_GUILESS_MAIN(tst_Explain)
#include "tst_Explain.moc"

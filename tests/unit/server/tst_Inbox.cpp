// The core's queue: who wakes its reader and when.
#include "server/routing/Inbox.h"

#include <QTest>

#include <future>

using namespace confab::server;

namespace {

Inbound someTask()
{
    return CoreTask{[] {}};
}

} // namespace

class tst_Inbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOfferWakesTheReader()
    {
        Inbox inbox(100);
        auto reader = std::async(std::launch::async, [&] { return inbox.take(10, 60'000).size(); });
        QVERIFY(inbox.offer(someTask()));
        QCOMPARE(reader.wait_for(std::chrono::seconds(10)), std::future_status::ready);
        QCOMPARE(reader.get(), size_t(1));
    }

    void whatIsEnqueuedIsTakenTogetherAfterOneWake()
    {
        Inbox inbox(100);
        auto reader = std::async(std::launch::async, [&] { return inbox.take(10, 60'000).size(); });
        for (int i = 0; i < 3; ++i)
            QVERIFY(inbox.enqueue(someTask()));
        inbox.wake();
        QCOMPARE(reader.wait_for(std::chrono::seconds(10)), std::future_status::ready);
        QVERIFY(reader.get() > 0);
    }

    void manyWakeTheReaderByThemselves()
    {
        Inbox inbox(100);
        auto reader = std::async(std::launch::async, [&] { return inbox.take(100, 60'000).size(); });
        for (int i = 0; i < 40; ++i)
            QVERIFY(inbox.enqueue(someTask()));
        QCOMPARE(reader.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    }

    void closingEndsAWait()
    {
        Inbox inbox(100);
        auto reader = std::async(std::launch::async, [&] { return inbox.take(10, 60'000).size(); });
        inbox.close();
        QCOMPARE(reader.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    }

    void aFullInboxTakesNoMoreRequests()
    {
        Inbox inbox(1);
        QVERIFY(inbox.enqueue(RequestArrived{}));
        QVERIFY(!inbox.enqueue(RequestArrived{}));
        QVERIFY(!inbox.offer(RequestArrived{}));
        QVERIFY2(inbox.offer(someTask()), "only requests are refused");
        QCOMPARE(inbox.take(10, 0).size(), size_t(2));
        QVERIFY(inbox.enqueue(RequestArrived{}));
    }

    void anItemThatComesBeforeTheReaderSleepsIsSeen()
    {
        Inbox inbox(100);
        QVERIFY(inbox.offer(someTask()));
        QCOMPARE(inbox.take(10, 60'000).size(), size_t(1));
    }
};

QTEST_APPLESS_MAIN(tst_Inbox)
#include "tst_Inbox.moc"

// Reads what strace saw of a server: did every acknowledgement leave after its message had reached the disk?
#pragma once

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QStringList>

#include <vector>

namespace confab::test {

/// The texts of the messages carry tokens, so that they are found again in the pages SQLite writes to its log of changes (-wal) and in
/// what leaves through sockets. A message is durable when a sync of the -wal has returned 0 that began after the commit frame of its
/// transaction was written. strace holds a thread at the end of its call until it has noted it, so the order of the lines is the order of
/// cause and effect.
///
/// Made for `strace -f -y` with the calls of `calls()`; lines as strace writes them, one by one, in order.
class AckTrace {
public:
    static QString token(int number);
    static QString calls();

    /// Which message got which number of the (only) room's log: an `ok` names the seq alone.
    explicit AckTrace(QHash<qint64, int> tokenOfSeq) : m_tokenOfSeq(std::move(tokenOfSeq)) { }

    void read(QByteArrayView line);

    qsizetype acknowledged() const { return m_acknowledged.size(); }    ///< different messages whose `ok` was seen
    int events() const { return m_events; }                             ///< messages seen in `ev`, one per receiver
    int syncs() const { return m_syncs; }                               ///< syncs of the -wal that returned 0
    qint64 commits() const { return m_commits; }
    int violations() const { return m_violations; }                     ///< `ok` and `ev` that left too early
    const QStringList& firstViolations() const { return m_firstViolations; }

private:
    void readSync(QByteArrayView thread, QByteArrayView call);
    void readLogWrite(QByteArrayView call);
    /// `part` is at this place of a frame: a header of 24 bytes and a page.
    void readFrame(QByteArrayView part, qint64 at);
    void readSocketWrite(QByteArrayView call);
    void endSync(QByteArrayView thread, QByteArrayView result);
    void check(int token, const char* what);
    qint64& commitOf(int token);

    QHash<qint64, int> m_tokenOfSeq;
    std::vector<qint64> m_commitOf;                 ///< by token; 0: not written yet
    qint64 m_commits = 0;                           ///< commit frames written
    qint64 m_durable = 0;                           ///< of them, those a finished sync covers
    QHash<QByteArray, qint64> m_runningSyncs;       ///< by thread: the commits written when the sync began
    QByteArray m_frame;                             ///< as much of the frame as was written
    qint64 m_frameEnd = 0;                          ///< where in the log the last write ended
    QSet<qint64> m_acknowledged;
    int m_events = 0;
    int m_syncs = 0;
    int m_violations = 0;
    QStringList m_firstViolations;
};

} // namespace confab::test

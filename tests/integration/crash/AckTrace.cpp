// The lines of strace, one state for the log of changes, one question per socket write.
#include "tests/integration/crash/AckTrace.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr QByteArrayView tokenStart("TOKEN");
constexpr qsizetype tokenDigits = 6;
constexpr qint64 logHeaderBytes = 32;
constexpr qint64 frameHeaderBytes = 24;
constexpr qint64 frameBytes = frameHeaderBytes + 4096;
constexpr qsizetype violationsKept = 5;

/// The digits at the start.
qint64 numberAt(QByteArrayView text)
{
    qint64 number = 0;
    for (const char one : text) {
        if (one < '0' || one > '9')
            break;
        number = number * 10 + (one - '0');
    }
    return number;
}

/// What strace names the descriptor: a path, `socket:[…]`, `TCP:[…]`.
QByteArrayView targetOf(QByteArrayView call)
{
    const qsizetype start = call.indexOf('<');
    const qsizetype end = call.indexOf('>', start);
    return start < 0 || end < 0 ? QByteArrayView() : call.sliced(start + 1, end - start - 1);
}

/// The bytes of the first string of a call, without its escapes.
QByteArray bytesOf(QByteArrayView call)
{
    QByteArray bytes;
    qsizetype at = call.indexOf('"') + 1;
    while (at > 0 && at < call.size() && call[at] != '"') {
        if (call[at] != '\\') {
            bytes.append(call[at++]);
            continue;
        }
        ++at;
        int value = 0;
        qsizetype digits = 0;
        while (digits < 3 && at + digits < call.size() && call[at + digits] >= '0' && call[at + digits] <= '7')
            value = value * 8 + (call[at + digits++] - '0');
        // \n, \t, \" and the like are not zero, and that is all that is asked of them.
        bytes.append(digits > 0 ? char(value) : '?');
        at += std::max<qsizetype>(digits, 1);
    }
    return bytes;
}

template <typename Found>
void forEachToken(QByteArrayView call, Found found)
{
    for (qsizetype at = call.indexOf(tokenStart); at >= 0; at = call.indexOf(tokenStart, at + 1))
        found(int(numberAt(call.sliced(at + tokenStart.size()).first(std::min(tokenDigits, call.size() - at - tokenStart.size())))));
}

} // namespace

QString AckTrace::token(int number)
{
    return QString::fromLatin1(tokenStart) + u"%1."_s.arg(number, int(tokenDigits), 10, QChar(u'0'));
}

QString AckTrace::calls()
{
    return u"fdatasync,fsync,pwrite64,pwritev,pwritev2,write,writev,sendto,sendmsg,sendmmsg"_s;
}

qint64& AckTrace::commitOf(int token)
{
    if (m_commitOf.size() <= std::size_t(token))
        m_commitOf.resize(std::size_t(token) + 1);
    return m_commitOf[std::size_t(token)];
}

void AckTrace::read(QByteArrayView line)
{
    const qsizetype space = line.indexOf(' ');
    if (space < 0)
        return;
    const QByteArrayView thread = line.first(space);
    const QByteArrayView call = line.sliced(space).trimmed();
    if (call.startsWith("<... fdatasync resumed>") || call.startsWith("<... fsync resumed>"))
        return endSync(thread, call);
    const QByteArrayView target = targetOf(call.first(std::min<qsizetype>(call.size(), 4096)));
    if (target.isEmpty() || call.startsWith('<'))
        return;
    const bool isLog = target.endsWith("-wal");
    if (call.startsWith("fdatasync(") || call.startsWith("fsync(")) {
        if (isLog)
            readSync(thread, call);
    } else if (isLog) {
        readLogWrite(call);
    } else if (!target.startsWith('/')) {
        readSocketWrite(call);
    }
}

void AckTrace::readSync(QByteArrayView thread, QByteArrayView call)
{
    m_runningSyncs.insert(thread.toByteArray(), m_commits);
    if (!call.endsWith("<unfinished ...>"))
        endSync(thread, call);
}

void AckTrace::endSync(QByteArrayView thread, QByteArrayView result)
{
    const auto running = m_runningSyncs.constFind(thread.toByteArray());
    if (running == m_runningSyncs.cend())
        return; // of another file
    if (result.endsWith("= 0")) {
        m_durable = std::max(m_durable, *running);
        ++m_syncs;
    }
    m_runningSyncs.erase(running);
}

void AckTrace::readLogWrite(QByteArrayView call)
{
    // … "bytes"..., size, offset) = …
    const QList<QByteArray> numbers = call.sliced(call.lastIndexOf('"') + 1).toByteArray().split(',');
    if (numbers.size() < 3)
        return;
    const qint64 size = numberAt(numbers[numbers.size() - 2].trimmed());
    qint64 offset = numberAt(numbers.last().trimmed());
    QByteArray bytes = bytesOf(call);
    bytes.resize(size, '\0');
    if (offset != m_frameEnd)
        m_frame.clear();
    // A write may begin and end anywhere in a frame, and hold many.
    for (QByteArrayView rest = bytes; !rest.isEmpty();) {
        const qint64 inFrame = offset < logHeaderBytes ? 0 : (offset - logHeaderBytes) % frameBytes;
        const qint64 upTo = offset < logHeaderBytes ? logHeaderBytes - offset : frameBytes - inFrame;
        const QByteArrayView part = rest.first(std::min<qint64>(rest.size(), upTo));
        if (offset >= logHeaderBytes)
            readFrame(part, inFrame);
        offset += part.size();
        rest = rest.sliced(part.size());
    }
    m_frameEnd = offset;
}

void AckTrace::readFrame(QByteArrayView part, qint64 at)
{
    if (at == 0)
        m_frame.clear();
    m_frame.append(part);
    if (at + part.size() < frameBytes)
        return;
    forEachToken(m_frame, [this](int token) {
        if (qint64& commit = commitOf(token); commit == 0)
            commit = m_commits + 1;
    });
    // Bytes 4 to 7 are the database's size after the commit, 0 in frames that end no transaction. A page written again has no header.
    if (m_frame.size() == frameBytes)
        m_commits += m_frame.sliced(4, 4) != QByteArray(4, '\0');
    m_frame.clear();
}

void AckTrace::readSocketWrite(QByteArrayView call)
{
    static constexpr QByteArrayView ok(R"(\"t\":\"ok\")");
    static constexpr QByteArrayView type(R"(\"t\":)");
    static constexpr QByteArrayView seq(R"(\"seq\":)");
    forEachToken(call, [this](int token) {
        ++m_events;
        check(token, "ev");
    });
    for (qsizetype at = call.indexOf(ok); at >= 0; at = call.indexOf(ok, at + 1)) {
        const qsizetype found = call.indexOf(seq, at);
        const qsizetype next = call.indexOf(type, at + ok.size());
        if (found < 0 || (next >= 0 && next < found))
            continue;
        const qint64 number = numberAt(call.sliced(found + seq.size()));
        const auto token = m_tokenOfSeq.constFind(number);
        if (token == m_tokenOfSeq.cend())
            continue;
        m_acknowledged.insert(number);
        check(*token, "ok");
    }
}

void AckTrace::check(int token, const char* what)
{
    const qint64 commit = commitOf(token);
    if (commit > 0 && commit <= m_durable)
        return;
    ++m_violations;
    if (m_firstViolations.size() < violationsKept)
        m_firstViolations.append(u"%1 of message %2 left; its commit is %3 (0: not written), synced are %4"_s.arg(QString::fromLatin1(what))
                                     .arg(token).arg(commit).arg(m_durable));
}

} // namespace confab::test

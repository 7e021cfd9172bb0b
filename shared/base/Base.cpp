// The few functions of shared/base that are no templates: error names, client ids, clocks, log lines.
#include "shared/base/Clock.h"
#include "shared/base/Error.h"
#include "shared/base/Ids.h"
#include "shared/base/Log.h"

#include <QDateTime>
#include <QFile>
#include <QRandomGenerator>

#include <chrono>
#include <cstdio>
#include <memory>

using namespace Qt::StringLiterals;

namespace confab {

Q_LOGGING_CATEGORY(logNet, "confab.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logProtocol, "confab.protocol", QtInfoMsg)
Q_LOGGING_CATEGORY(logServer, "confab.server", QtInfoMsg)
Q_LOGGING_CATEGORY(logServerAuth, "confab.server.auth", QtInfoMsg)
Q_LOGGING_CATEGORY(logServerStorage, "confab.server.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(logClientSession, "confab.client.session", QtInfoMsg)
Q_LOGGING_CATEGORY(logClientStore, "confab.client.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logTui, "confab.tui", QtInfoMsg)

QLatin1StringView errorName(ErrorCode code)
{
    for (const ErrorCodeName& one : errorCodeNames) {
        if (one.code == code)
            return QLatin1StringView(one.name.data(), qsizetype(one.name.size()));
    }
    return "internal"_L1;
}

ClientId ClientId::random()
{
    std::array<quint32, byteCount / sizeof(quint32)> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    std::array<quint8, byteCount> bytes;
    memcpy(bytes.data(), words.data(), byteCount);
    return ClientId(bytes);
}

std::optional<ClientId> ClientId::fromText(QByteArrayView text)
{
    if (text.size() != textLength)
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    auto id = fromBytes(decoded.decoded);
    // The last character carries four unused bits; only one spelling of an id is accepted.
    if (id && id->text() != text)
        return std::nullopt;
    return id;
}

std::optional<ClientId> ClientId::fromBytes(QByteArrayView bytes)
{
    if (bytes.size() != byteCount)
        return std::nullopt;
    std::array<quint8, byteCount> raw;
    memcpy(raw.data(), bytes.data(), byteCount);
    return ClientId(raw);
}

QByteArray ClientId::text() const
{
    return bytes().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

TimeMs SystemClock::now() const
{
    return TimeMs(QDateTime::currentMSecsSinceEpoch());
}

qint64 SystemClock::monotonicMs() const
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

QString forLog(QStringView text)
{
    constexpr qsizetype most = 200;
    QString line;
    for (const QChar c : text.first(std::min(text.size(), most))) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            line += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            line += c;
    }
    return text.size() > most ? line + u'…' : line;
}

namespace {

// The handler is a plain function, so its target is kept for the life of the process.
FILE* logTarget = stderr;

void writeLogLine(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    const char* level = type == QtDebugMsg ? "debug" : type == QtInfoMsg ? "info" : type == QtWarningMsg ? "warning" : "error";
    const QByteArray time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1();
    const QByteArray line = time + ' ' + level + ' ' + (context.category ? context.category : "default") + ": " + text.toUtf8() + '\n';
    fwrite(line.constData(), 1, size_t(line.size()), logTarget);
    fflush(logTarget);
    if (type == QtFatalMsg)
        abort();
}

} // namespace

void setUpLogging(const QString& file)
{
    if (!file.isEmpty()) {
        if (FILE* opened = fopen(QFile::encodeName(file).constData(), "ae"))
            logTarget = opened;
    }
    qInstallMessageHandler(writeLogLine);
}

} // namespace confab

// One sentence per error code.
#include "shared/client/Explain.h"

#include "shared/client/text/Sanitiser.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("explain", text); }

/// Our words for a code; the server's own sentence is added where it knows more.
QString sentence(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadFrame:
        return tr("Server and program did not understand each other. If it happens again, update the older of the two.");
    case ErrorCode::BadType:
        return tr("This server does not know that request; it is probably older than this program.");
    case ErrorCode::BadArg:
        return tr("That cannot be done as written.");
    case ErrorCode::TooBig:
        return tr("That is too long. Split it, or send it as a file.");
    case ErrorCode::AuthRequired:
        return tr("Sign in first.");
    case ErrorCode::AuthFailed:
        return tr("The name or the password is wrong, or this sign-in is no longer valid.");
    case ErrorCode::AuthLocked:
        return tr("Too many failed attempts. Wait a little before you try again.");
    case ErrorCode::TokenExpired:
        return tr("This sign-in has expired. Sign in again.");
    case ErrorCode::Revoked:
        return tr("This session was ended from elsewhere. Sign in again.");
    case ErrorCode::Forbidden:
        return tr("You are not allowed to do that here.");
    case ErrorCode::NotMember:
        return tr("You are not in that room.");
    case ErrorCode::Muted:
        return tr("You cannot write here at the moment.");
    case ErrorCode::Banned:
        return tr("You are banned from that room.");
    case ErrorCode::NoSuchRoom:
        return tr("There is no such room, or it is not open to you.");
    case ErrorCode::NoSuchMessage:
        return tr("That message is not there.");
    case ErrorCode::NoSuchUser:
        return tr("There is nobody of that name.");
    case ErrorCode::NameTaken:
        return tr("That name is taken.");
    case ErrorCode::NameUnsafe:
        return tr("That name cannot be used: it looks like another one, or has characters that are not allowed.");
    case ErrorCode::CidConflict:
        return tr("The server has another message under this number. Send it again.");
    case ErrorCode::EpochChanged:
        return tr("The room was restored or cleared in the meantime, so this may mean another message now.");
    case ErrorCode::Gone:
        return tr("That is no longer there.");
    case ErrorCode::Rate:
        return tr("That was too fast.");
    case ErrorCode::Busy:
        return tr("The server is busy. Try again in a moment.");
    case ErrorCode::Unavailable:
        return tr("The server cannot be reached, or cannot do that right now.");
    case ErrorCode::ReadOnly:
        return tr("The server cannot save anything at the moment; reading works.");
    case ErrorCode::Unsupported:
        return tr("This server does not support that.");
    case ErrorCode::Internal:
        return tr("Something went wrong in the server. Nothing was changed.");
    }
    return tr("Something went wrong.");
}

bool serverKnowsMore(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadArg:
    case ErrorCode::NameUnsafe:
    case ErrorCode::NameTaken:
    case ErrorCode::Forbidden:
    case ErrorCode::Muted:
    case ErrorCode::Banned:
    case ErrorCode::Unavailable:
    case ErrorCode::Unsupported:
    case ErrorCode::Internal:
        return true;
    default:
        return false;
    }
}

QString seconds(qint64 ms)
{
    const qint64 s = (ms + 999) / 1000;
    return s < 120 ? tr("%1 s").arg(s) : s < 7200 ? tr("%1 min").arg((s + 59) / 60) : tr("%1 h").arg((s + 3599) / 3600);
}

} // namespace

QString explain(const Error& error)
{
    QString text = sentence(error.code);
    const QString said = plainLine(safeBody(error.message)).trimmed();
    if (serverKnowsMore(error.code) && !said.isEmpty())
        text += u" ("_s + said + u')';
    if (error.retryMs && *error.retryMs > 0)
        text += u' ' + tr("It can be tried again in %1.").arg(seconds(*error.retryMs));
    if (error.untilMs)
        text += u' ' + tr("Until %1.").arg(QDateTime::fromMSecsSinceEpoch(*error.untilMs).toString(u"yyyy-MM-dd HH:mm"_s));
    return text;
}

} // namespace confab::client

// How script commands end: the numbers other programs rely on.
#include "client-tui/script/ExitCode.h"

namespace confab::tui {

ExitCode exitCodeOf(const Error& error)
{
    switch (error.code) {
    case ErrorCode::AuthRequired:
    case ErrorCode::AuthFailed:
    case ErrorCode::AuthLocked:
    case ErrorCode::TokenExpired:
    case ErrorCode::Revoked:
        return ExitCode::Auth;
    case ErrorCode::Unavailable:
    case ErrorCode::Busy:
        return ExitCode::Offline;
    case ErrorCode::NoSuchRoom:
    case ErrorCode::NoSuchMessage:
    case ErrorCode::NoSuchUser:
    case ErrorCode::Gone:
        return ExitCode::NotFound;
    case ErrorCode::Forbidden:
    case ErrorCode::NotMember:
    case ErrorCode::Muted:
    case ErrorCode::Banned:
    case ErrorCode::Rate:
    case ErrorCode::ReadOnly:
        return ExitCode::Denied;
    default:
        return ExitCode::Usage;
    }
}

ExitCode exitCodeOf(client::StopReason why)
{
    switch (why) {
    case client::StopReason::NeedsSignIn:
    case client::StopReason::AuthFailed:
    case client::StopReason::Revoked:
        return ExitCode::Auth;
    case client::StopReason::WrongProtocol:
        return ExitCode::Offline;
    default:
        return ExitCode::Usage;
    }
}

} // namespace confab::tui

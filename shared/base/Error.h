// The stable error codes of the wire and the one error record that every layer returns.
#pragma once

#include <QString>

#include <array>
#include <optional>
#include <string_view>

namespace confab {

/// Numbers and names are on the wire: append only, never reuse.
enum class ErrorCode : quint8 {
    BadFrame = 1,
    BadType = 2,
    BadArg = 3,
    TooBig = 4,
    AuthRequired = 5,
    AuthFailed = 6,
    AuthLocked = 7,
    TokenExpired = 8,
    Revoked = 9,
    Forbidden = 10,
    NotMember = 11,
    Muted = 12,
    Banned = 13,
    NoSuchRoom = 14,
    NoSuchMessage = 15,
    NoSuchUser = 16,
    NameTaken = 17,
    NameUnsafe = 18,
    CidConflict = 19,
    EpochChanged = 20,
    Gone = 21,
    Rate = 22,
    Busy = 23,
    Unavailable = 24,
    ReadOnly = 25,
    Unsupported = 26,
    Internal = 27,
};

struct ErrorCodeName {
    ErrorCode code;
    std::string_view name;
};

inline constexpr std::array errorCodeNames{
    ErrorCodeName{ErrorCode::BadFrame, "bad_frame"},
    ErrorCodeName{ErrorCode::BadType, "bad_type"},
    ErrorCodeName{ErrorCode::BadArg, "bad_arg"},
    ErrorCodeName{ErrorCode::TooBig, "too_big"},
    ErrorCodeName{ErrorCode::AuthRequired, "auth_required"},
    ErrorCodeName{ErrorCode::AuthFailed, "auth_failed"},
    ErrorCodeName{ErrorCode::AuthLocked, "auth_locked"},
    ErrorCodeName{ErrorCode::TokenExpired, "token_expired"},
    ErrorCodeName{ErrorCode::Revoked, "revoked"},
    ErrorCodeName{ErrorCode::Forbidden, "forbidden"},
    ErrorCodeName{ErrorCode::NotMember, "not_member"},
    ErrorCodeName{ErrorCode::Muted, "muted"},
    ErrorCodeName{ErrorCode::Banned, "banned"},
    ErrorCodeName{ErrorCode::NoSuchRoom, "no_such_room"},
    ErrorCodeName{ErrorCode::NoSuchMessage, "no_such_message"},
    ErrorCodeName{ErrorCode::NoSuchUser, "no_such_user"},
    ErrorCodeName{ErrorCode::NameTaken, "name_taken"},
    ErrorCodeName{ErrorCode::NameUnsafe, "name_unsafe"},
    ErrorCodeName{ErrorCode::CidConflict, "cid_conflict"},
    ErrorCodeName{ErrorCode::EpochChanged, "epoch_changed"},
    ErrorCodeName{ErrorCode::Gone, "gone"},
    ErrorCodeName{ErrorCode::Rate, "rate"},
    ErrorCodeName{ErrorCode::Busy, "busy"},
    ErrorCodeName{ErrorCode::Unavailable, "unavailable"},
    ErrorCodeName{ErrorCode::ReadOnly, "readonly"},
    ErrorCodeName{ErrorCode::Unsupported, "unsupported"},
    ErrorCodeName{ErrorCode::Internal, "internal"},
};

/// Says "later", not "no": the same request may succeed when it is repeated.
constexpr bool isPassing(ErrorCode code)
{
    return code == ErrorCode::Rate || code == ErrorCode::Busy || code == ErrorCode::Unavailable;
}

/// The stable name of a code, as it stands on the wire.
QLatin1StringView errorName(ErrorCode code);

/// What went wrong: `code` for programs, `message` for people, and where it helps the field, an end time or a delay.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString field = {};
    std::optional<qint64> untilMs = {};   ///< a sanction's end, ms since the epoch
    std::optional<qint64> retryMs = {};   ///< wait this long before the same request

    bool operator==(const Error&) const = default;
};

} // namespace confab

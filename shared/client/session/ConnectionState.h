// Where the connection stands, in the words that status lines show.
#pragma once

#include "shared/base/Error.h"
#include "shared/protocol/messages/Session.h"

namespace confab::client {

enum class ConnectionPhase : quint8 {
    Offline, ///< not started, or stopped by the person
    Connecting,
    Authenticating,
    Attaching,
    Online,
    WaitingToRetry, ///< connects again by itself, see msLeft
    Stopped,        ///< does nothing until the person does something, see why
};

enum class StopReason : quint8 {
    None,
    NeedsSignIn,   ///< no stored token
    AuthFailed,    ///< the server refused the credentials
    Revoked,       ///< this session was ended elsewhere
    WrongProtocol, ///< server and program speak different versions
    BadAddress,    ///< the address cannot be used as it stands, see error
};

struct ConnectionState {
    ConnectionPhase phase = ConnectionPhase::Offline;
    StopReason why = StopReason::None;
    qint64 msLeft = 0; ///< until the next attempt, as of the call
    Error error = {};  ///< what ended the last attempt; empty message when nothing did

    bool isOnline() const { return phase == ConnectionPhase::Online; }
};

/// How a person signs in. Fields as in protocol::Authenticate.
struct Credentials {
    protocol::AuthMethod method = protocol::AuthMethod::Token;
    std::optional<QString> user = {};
    std::optional<QString> secret = {};
    std::optional<QString> token = {};
    std::optional<QString> invite = {};
};

} // namespace confab::client

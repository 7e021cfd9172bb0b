// Where device tokens are kept: an interface that a key ring fits behind.
#pragma once

#include "shared/base/Result.h"

#include <QString>

#include <functional>
#include <optional>

namespace confab::client {

/// Each program of a person has a token of its own, so that one can be revoked without the others.
struct SecretKey {
    QString server;  ///< host:port as the person gave it, see serverKey()
    QString account; ///< the unique name, lower case
    QString program; ///< DeviceAbout::kind: desktop, terminal, script …

    bool operator==(const SecretKey&) const = default;
};

/// Main thread. Callbacks run exactly once, on the main thread, never from inside the call (a key ring answers late, so callers must expect
/// that).
class SecretStore {
public:
    virtual ~SecretStore() = default;
    /// Nothing (and no error) when there is no such secret.
    virtual void read(const SecretKey& key, std::function<void(Result<std::optional<QString>>)> done) = 0;
    virtual void write(const SecretKey& key, const QString& secret, std::function<void(Result<Done>)> done) = 0;
    /// Removing what is not there is no error.
    virtual void remove(const SecretKey& key, std::function<void(Result<Done>)> done) = 0;
};

} // namespace confab::client

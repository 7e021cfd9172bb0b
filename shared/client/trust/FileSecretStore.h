// Tokens in one file that only its owner may read: the plain stand-in for a key ring.
#pragma once

#include "shared/client/session/Scheduler.h"
#include "shared/client/trust/SecretStore.h"

namespace confab::client {

/// A JSON file of mode 0600 in a folder of mode 0700, replaced as a whole. A file that others may read is closed to them before it is used,
/// and `onWarning` is told. Several programs share it: each write reads it again under a lock.
class FileSecretStore final : public SecretStore {
public:
    /// `file`: normally defaultFile(). The scheduler must outlive the store.
    FileSecretStore(QString file, Scheduler& scheduler, std::function<void(const QString&)> onWarning = {});
    /// $XDG_CONFIG_HOME/confab/secrets.json
    static QString defaultFile();

    void read(const SecretKey& key, std::function<void(Result<std::optional<QString>>)> done) override;
    void write(const SecretKey& key, const QString& secret, std::function<void(Result<Done>)> done) override;
    void remove(const SecretKey& key, std::function<void(Result<Done>)> done) override;

    /// The same at once, for tools that have no event loop yet (`confabd user add --token-file` readers, tests).
    Result<std::optional<QString>> readNow(const SecretKey& key);
    Result<Done> writeNow(const SecretKey& key, const std::optional<QString>& secret);

private:
    QString m_file;
    Scheduler& m_scheduler;
    std::function<void(const QString&)> m_onWarning;
};

} // namespace confab::client

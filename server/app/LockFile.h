// One server per data folder: a lock that the kernel gives back when the process ends, with a note of who holds it.
#pragma once

#include "shared/base/Result.h"

#include <QString>

namespace confab::server {

class LockFile {
public:
    LockFile() = default;
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

    /// Makes the folder (0700) when it is missing and locks it. An Error is one clear sentence.
    Result<Done> take(const QString& folder);
    /// Notes where the server listens, for `confabd invite`.
    void note(const QString& address, quint16 port);

    struct Holder {
        qint64 processId = 0;
        QString address;               ///< empty until it listens
        quint16 port = 0;
    };
    /// The server that runs on this folder now; nothing when there is none.
    static std::optional<Holder> holderOf(const QString& folder);

private:
    static QString pathIn(const QString& folder);

    int m_descriptor = -1;
};

} // namespace confab::server

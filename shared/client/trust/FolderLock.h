// One running program per folder: the second one learns that it has to take another.
#pragma once

#include "shared/base/Result.h"

#include <QString>

namespace confab::client {

/// Held until it goes, also when the program is killed: the lock belongs to the process, not to a file that could be left behind.
class FolderLock {
public:
    FolderLock() = default;
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;

    /// Makes the folder (0700). Busy when another program, or another lock of this one, holds it.
    static Result<FolderLock> take(const QString& folder);
    /// The folder itself, or the first free one of its subfolders instance-2, instance-3 … : a second terminal or a script beside a running
    /// one must not send the same outbox. Answers the folder locked.
    static Result<QString> takeFree(const QString& folder, FolderLock& lock);
    bool isHeld() const { return m_file >= 0; }

private:
    int m_file = -1;
};

} // namespace confab::client

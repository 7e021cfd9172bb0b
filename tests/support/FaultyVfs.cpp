// A shim: every file carries the real one behind it.
#include "tests/support/FaultyVfs.h"

#include <sqlite3.h>

#include <cstring>

namespace confab::server {

namespace {

struct ShimFile {
    sqlite3_file base;
    sqlite3_file* real;
    bool isDatabase;
};

sqlite3_vfs* realVfs = nullptr;
sqlite3_vfs shimVfs;

sqlite3_file* realOf(sqlite3_file* file) { return reinterpret_cast<ShimFile*>(file)->real; }

int shimClose(sqlite3_file* f) { return realOf(f)->pMethods->xClose(realOf(f)); }
int shimRead(sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return realOf(f)->pMethods->xRead(realOf(f), to, n, at); }

int shimWrite(sqlite3_file* f, const void* from, int n, sqlite3_int64 at)
{
    constexpr int pageBytes = 4096;
    const int code = faultyDisk().ask();
    if (code == SQLITE_OK)
        return realOf(f)->pMethods->xWrite(realOf(f), from, n, at);
    // As on a disk that fills up, some of a large one is there.
    if (n > pageBytes)
        realOf(f)->pMethods->xWrite(realOf(f), from, n / 2, at);
    return code;
}

int shimTruncate(sqlite3_file* f, sqlite3_int64 size)
{
    const int code = faultyDisk().ask();
    return code != SQLITE_OK ? code : realOf(f)->pMethods->xTruncate(realOf(f), size);
}

int shimSync(sqlite3_file* f, int flags)
{
    int code = faultyDisk().ask();
    if (code == SQLITE_OK && reinterpret_cast<ShimFile*>(f)->isDatabase)
        code = faultyDisk().askDatabaseSync();
    return code != SQLITE_OK ? code : realOf(f)->pMethods->xSync(realOf(f), flags);
}

int shimFileSize(sqlite3_file* f, sqlite3_int64* size) { return realOf(f)->pMethods->xFileSize(realOf(f), size); }
int shimLock(sqlite3_file* f, int level) { return realOf(f)->pMethods->xLock(realOf(f), level); }
int shimUnlock(sqlite3_file* f, int level) { return realOf(f)->pMethods->xUnlock(realOf(f), level); }
int shimCheckLock(sqlite3_file* f, int* out) { return realOf(f)->pMethods->xCheckReservedLock(realOf(f), out); }
int shimControl(sqlite3_file* f, int op, void* arg) { return realOf(f)->pMethods->xFileControl(realOf(f), op, arg); }
int shimSector(sqlite3_file* f) { return realOf(f)->pMethods->xSectorSize(realOf(f)); }
int shimDevice(sqlite3_file* f) { return realOf(f)->pMethods->xDeviceCharacteristics(realOf(f)); }
int shimShmMap(sqlite3_file* f, int page, int size, int extend, void volatile** out)
{
    return realOf(f)->pMethods->xShmMap(realOf(f), page, size, extend, out);
}
int shimShmLock(sqlite3_file* f, int offset, int n, int flags) { return realOf(f)->pMethods->xShmLock(realOf(f), offset, n, flags); }
void shimShmBarrier(sqlite3_file* f) { realOf(f)->pMethods->xShmBarrier(realOf(f)); }
int shimShmUnmap(sqlite3_file* f, int remove) { return realOf(f)->pMethods->xShmUnmap(realOf(f), remove); }

const sqlite3_io_methods& shimMethods()
{
    static const sqlite3_io_methods methods = [] {
        sqlite3_io_methods made{};
        made.iVersion = 2;
        made.xClose = shimClose;
        made.xRead = shimRead;
        made.xWrite = shimWrite;
        made.xTruncate = shimTruncate;
        made.xSync = shimSync;
        made.xFileSize = shimFileSize;
        made.xLock = shimLock;
        made.xUnlock = shimUnlock;
        made.xCheckReservedLock = shimCheckLock;
        made.xFileControl = shimControl;
        made.xSectorSize = shimSector;
        made.xDeviceCharacteristics = shimDevice;
        made.xShmMap = shimShmMap;
        made.xShmLock = shimShmLock;
        made.xShmBarrier = shimShmBarrier;
        made.xShmUnmap = shimShmUnmap;
        return made;
    }();
    return methods;
}

int shimOpen(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    auto* shim = reinterpret_cast<ShimFile*>(file);
    shim->base.pMethods = nullptr;
    shim->real = reinterpret_cast<sqlite3_file*>(shim + 1);
    shim->isDatabase = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    const int code = realVfs->xOpen(realVfs, name, shim->real, flags, outFlags);
    if (code == SQLITE_OK)
        shim->base.pMethods = &shimMethods();
    return code;
}

} // namespace

FaultyVfs& faultyDisk()
{
    static FaultyVfs one;
    return one;
}

FaultyVfs::FaultyVfs()
{
    realVfs = sqlite3_vfs_find(nullptr);
    shimVfs = *realVfs;
    shimVfs.zName = "faulty";
    shimVfs.szOsFile = int(sizeof(ShimFile)) + realVfs->szOsFile;
    shimVfs.xOpen = shimOpen;
    shimVfs.pNext = nullptr;
    sqlite3_vfs_register(&shimVfs, 1);
}

void FaultyVfs::arm(int nth, int code, bool once)
{
    m_code = 0;
    m_changes = 0;
    m_refused = 0;
    m_nth = nth;
    m_once = once;
    m_code = code;
}

void FaultyVfs::failFrom(int nth, int code) { arm(nth, code, false); }
void FaultyVfs::failOnce(int nth, int code) { arm(nth, code, true); }
void FaultyVfs::heal()
{
    arm(0, SQLITE_OK, false);
    m_databaseSync = SQLITE_OK;
}

int FaultyVfs::askDatabaseSync()
{
    const int code = m_databaseSync.exchange(SQLITE_OK);
    m_refused += code != SQLITE_OK;
    return code;
}

int FaultyVfs::ask()
{
    const std::thread::id thread = m_thread;
    if (thread != std::thread::id() && thread != std::this_thread::get_id())
        return SQLITE_OK;
    const int number = ++m_changes;
    const int code = m_code;
    if (code == SQLITE_OK || number < m_nth || (m_once && number != m_nth))
        return SQLITE_OK;
    ++m_refused;
    return code;
}

} // namespace confab::server

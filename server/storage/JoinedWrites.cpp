// The database file and its log carry the real ones behind them; all others are the real ones.
#include "server/storage/JoinedWrites.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace confab::server {

namespace {

constexpr int roomBytes = 128 * 1024;
constexpr int frameHeadBytes = 24; ///< its bytes 4 to 7: the database's size in pages, in the last frame of a transaction; else 0
constexpr int writeLock = 0;       ///< WAL_WRITE_LOCK

struct Wrapped : sqlite3_file {
    sqlite3_file* real; ///< right behind
};

struct LogFile;

struct DatabaseFile : Wrapped {
    LogFile* log; ///< null: not open
};

struct LogFile : Wrapped {
    DatabaseFile* database;
    char* collected;     ///< roomBytes, from sqlite3_malloc; null: nothing was written yet
    sqlite3_int64 start; ///< where in the file it belongs
    int size;            ///< collected and not yet handed on
    int failure;         ///< why what belongs to `start` and behind is not in the file
    bool isEnding;       ///< the head of a transaction's last frame was written
};
static_assert(std::is_trivially_destructible_v<DatabaseFile> && std::is_trivially_destructible_v<LogFile>);

LogFile& logOf(sqlite3_file* file) { return *static_cast<LogFile*>(file); }
DatabaseFile& databaseOf(sqlite3_file* file) { return *static_cast<DatabaseFile*>(file); }

int writeReal(LogFile& log, const void* from, int size, sqlite3_int64 at)
{
    log.start = at;
    log.failure = log.real->pMethods->xWrite(log.real, from, size, at);
    return log.failure;
}

int handOn(LogFile& log)
{
    if (log.failure != SQLITE_OK || log.size == 0)
        return log.failure;
    return writeReal(log, log.collected, std::exchange(log.size, 0), log.start);
}

void forget(LogFile& log)
{
    log.size = 0;
    log.failure = SQLITE_OK;
    log.isEnding = false;
}

bool endsTransaction(const void* from, int size)
{
    constexpr char none[4] = {};
    return size == frameHeadBytes && std::memcmp(static_cast<const char*>(from) + 4, none, sizeof none) != 0;
}

int writeLog(sqlite3_file* file, const void* from, int size, sqlite3_int64 at)
{
    LogFile& log = logOf(file);
    if (!log.collected)
        log.collected = static_cast<char*>(sqlite3_malloc(roomBytes));
    const bool follows = log.size > 0 && at == log.start + log.size;
    if (log.failure != SQLITE_OK || !follows || size > roomBytes - log.size) {
        if (const int code = handOn(log); code != SQLITE_OK)
            return code;
    }
    // What comes behind such a head is its page, and what else SQLite adds to fill a sector.
    const bool isLast = log.isEnding;
    log.isEnding = isLast || endsTransaction(from, size);
    if (!log.collected || size > roomBytes)
        return writeReal(log, from, size, at);
    if (log.size == 0)
        log.start = at;
    std::memcpy(log.collected + log.size, from, size_t(size));
    log.size += size;
    return isLast ? handOn(log) : SQLITE_OK;
}

int readLog(sqlite3_file* file, void* to, int size, sqlite3_int64 at)
{
    LogFile& log = logOf(file);
    const bool meetsCollected = log.size > 0 && at < log.start + log.size && at + size > log.start;
    if (meetsCollected)
        handOn(log);
    if (log.failure != SQLITE_OK && at + size > log.start)
        return log.failure;
    return log.real->pMethods->xRead(log.real, to, size, at);
}

int closeLog(sqlite3_file* file)
{
    LogFile& log = logOf(file);
    forget(log);
    sqlite3_free(log.collected);
    log.collected = nullptr;
    log.database->log = nullptr;
    return log.real->pMethods->xClose(log.real);
}

int lockIndex(sqlite3_file* file, int from, int count, int flags)
{
    DatabaseFile& database = databaseOf(file);
    if (database.log && from == writeLock && (flags & SQLITE_SHM_UNLOCK) && (flags & SQLITE_SHM_EXCLUSIVE))
        forget(*database.log);
    return database.real->pMethods->xShmLock(database.real, from, count, flags);
}

/// A method of the real file; of the log, when all that was written is there.
template <auto method>
struct Passed;

template <typename Value, typename... Args, Value (*sqlite3_io_methods::*method)(sqlite3_file*, Args...)>
struct Passed<method> {
    static Value on(sqlite3_file* file, Args... args)
    {
        sqlite3_file* const real = static_cast<Wrapped*>(file)->real;
        return (real->pMethods->*method)(real, args...);
    }
    static Value upToDate(sqlite3_file* file, Args... args)
    {
        const int code = handOn(logOf(file));
        return code != SQLITE_OK ? code : on(file, args...);
    }
};

using FileMethods = sqlite3_io_methods;

/// The log needs no shared memory and no mapping: version 1.
constexpr FileMethods logMethods = [] {
    FileMethods made{};
    made.iVersion = 1;
    made.xClose = closeLog;
    made.xRead = readLog;
    made.xWrite = writeLog;
    made.xTruncate = Passed<&FileMethods::xTruncate>::upToDate;
    made.xSync = Passed<&FileMethods::xSync>::upToDate;
    made.xFileSize = Passed<&FileMethods::xFileSize>::upToDate;
    made.xLock = Passed<&FileMethods::xLock>::on;
    made.xUnlock = Passed<&FileMethods::xUnlock>::on;
    made.xCheckReservedLock = Passed<&FileMethods::xCheckReservedLock>::on;
    made.xFileControl = Passed<&FileMethods::xFileControl>::upToDate;
    made.xSectorSize = Passed<&FileMethods::xSectorSize>::on;
    made.xDeviceCharacteristics = Passed<&FileMethods::xDeviceCharacteristics>::on;
    return made;
}();

/// With shared memory, without mapping (which is off anyway, mmap_size=0): version 2.
constexpr FileMethods databaseMethods = [] {
    FileMethods made{};
    made.iVersion = 2;
    made.xClose = Passed<&FileMethods::xClose>::on;
    made.xRead = Passed<&FileMethods::xRead>::on;
    made.xWrite = Passed<&FileMethods::xWrite>::on;
    made.xTruncate = Passed<&FileMethods::xTruncate>::on;
    made.xSync = Passed<&FileMethods::xSync>::on;
    made.xFileSize = Passed<&FileMethods::xFileSize>::on;
    made.xLock = Passed<&FileMethods::xLock>::on;
    made.xUnlock = Passed<&FileMethods::xUnlock>::on;
    made.xCheckReservedLock = Passed<&FileMethods::xCheckReservedLock>::on;
    made.xFileControl = Passed<&FileMethods::xFileControl>::on;
    made.xSectorSize = Passed<&FileMethods::xSectorSize>::on;
    made.xDeviceCharacteristics = Passed<&FileMethods::xDeviceCharacteristics>::on;
    made.xShmMap = Passed<&FileMethods::xShmMap>::on;
    made.xShmLock = lockIndex;
    made.xShmBarrier = Passed<&FileMethods::xShmBarrier>::on;
    made.xShmUnmap = Passed<&FileMethods::xShmUnmap>::on;
    return made;
}();

sqlite3_vfs* realOf(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

template <auto function>
struct OfReal;

template <typename Value, typename... Args, Value (*sqlite3_vfs::*function)(sqlite3_vfs*, Args...)>
struct OfReal<function> {
    static Value call(sqlite3_vfs* vfs, Args... args) { return (realOf(vfs)->*function)(realOf(vfs), args...); }
};

/// Opens the real file behind `made`; SQLite closes what has methods, opened or not.
int openBehind(sqlite3_vfs* real, const char* name, Wrapped& made, sqlite3_file* behind, int flags, int* outFlags)
{
    made.real = behind;
    int code = real->xOpen(real, name, behind, flags, outFlags);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) && behind->pMethods->iVersion < databaseMethods.iVersion)
        code = SQLITE_CANTOPEN; // no shared memory, no write-ahead log
    if (code != SQLITE_OK && behind->pMethods)
        behind->pMethods->xClose(behind);
    return code;
}

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    sqlite3_vfs* const real = realOf(vfs);
    if (flags & SQLITE_OPEN_MAIN_DB) {
        auto* const made = new (file) DatabaseFile{};
        const int code = openBehind(real, name, *made, reinterpret_cast<sqlite3_file*>(made + 1), flags, outFlags);
        if (code == SQLITE_OK)
            made->pMethods = &databaseMethods;
        return code;
    }
    if (flags & SQLITE_OPEN_WAL) {
        sqlite3_file* const database = sqlite3_database_file_object(name);
        // Without that promise SQLite fills sectors up, and cuts heads in two for it.
        const bool isPlain = database->pMethods == &databaseMethods
            && (database->pMethods->xDeviceCharacteristics(database) & SQLITE_IOCAP_POWERSAFE_OVERWRITE);
        if (isPlain) {
            auto* const made = new (file) LogFile{};
            const int code = openBehind(real, name, *made, reinterpret_cast<sqlite3_file*>(made + 1), flags, outFlags);
            if (code != SQLITE_OK)
                return code;
            made->pMethods = &logMethods;
            made->database = &databaseOf(database);
            made->database->log = made;
            return code;
        }
    }
    return real->xOpen(real, name, file, flags, outFlags);
}

sqlite3_vfs madeOver(sqlite3_vfs* real)
{
    using Vfs = sqlite3_vfs;
    Vfs made{};
    made.iVersion = std::min(real->iVersion, 2);
    made.szOsFile = int(std::max(sizeof(LogFile), sizeof(DatabaseFile))) + real->szOsFile;
    made.mxPathname = real->mxPathname;
    made.zName = "confab-joined";
    made.pAppData = real;
    made.xOpen = openFile;
    made.xDelete = OfReal<&Vfs::xDelete>::call;
    made.xAccess = OfReal<&Vfs::xAccess>::call;
    made.xFullPathname = OfReal<&Vfs::xFullPathname>::call;
    made.xDlOpen = OfReal<&Vfs::xDlOpen>::call;
    made.xDlError = OfReal<&Vfs::xDlError>::call;
    made.xDlSym = OfReal<&Vfs::xDlSym>::call;
    made.xDlClose = OfReal<&Vfs::xDlClose>::call;
    made.xRandomness = OfReal<&Vfs::xRandomness>::call;
    made.xSleep = OfReal<&Vfs::xSleep>::call;
    made.xCurrentTime = OfReal<&Vfs::xCurrentTime>::call;
    made.xGetLastError = OfReal<&Vfs::xGetLastError>::call;
    if (made.iVersion >= 2)
        made.xCurrentTimeInt64 = OfReal<&Vfs::xCurrentTimeInt64>::call;
    return made;
}

} // namespace

const char* joinedWrites()
{
    // SQLite knows its file systems per process, for ever.
    static sqlite3_vfs vfs = madeOver(sqlite3_vfs_find(nullptr));
    static const bool isRegistered = sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
    return isRegistered ? vfs.zName : nullptr;
}

} // namespace confab::server

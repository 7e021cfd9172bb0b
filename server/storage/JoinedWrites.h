// A layer between SQLite and its files: the many small writes of a commit to the write-ahead log reach the kernel as few large ones.
#pragma once

namespace confab::server {

/// Name of the file system (sqlite3_vfs) to open connections with; made over the process's default one at the first call. Any thread.
///
/// SQLite writes each page of the log in two pieces, head and content, that follow each other in the file. Adjacent writes are collected;
/// they are handed on with the page that ends the transaction, so before SQLite syncs and publishes it, and earlier when the room is used
/// up, when SQLite reads them back, and before each other call on the file.
///
/// Nothing collected outlives the lock under which it was written (sqlite.org/walformat.html: WAL_WRITE_LOCK): what is left when SQLite
/// gives it back belongs to a transaction that was rolled back, and from then on another connection may write to the same place. Once
/// handing on has failed, every later write and sync under that lock fails too, so the transaction cannot be committed.
///
/// Not for locking_mode=EXCLUSIVE, where there is no such lock.
const char* joinedWrites();

} // namespace confab::server

-- The first tables. Times are milliseconds since the epoch, UTC, server clock.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL UNIQUE,
    display TEXT NOT NULL,
    display_fold TEXT NOT NULL,
    role INTEGER NOT NULL,
    password_hash TEXT NOT NULL DEFAULT '',
    disabled INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT ''
);
CREATE INDEX accounts_display ON accounts (display_fold);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    token_hash BLOB NOT NULL UNIQUE,
    next_hash BLOB UNIQUE,
    device_id TEXT NOT NULL,
    device_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE rooms (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT '',
    public INTEGER NOT NULL,
    staff_only INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    floor INTEGER NOT NULL DEFAULT 0,
    last_ts INTEGER NOT NULL DEFAULT 0,
    member_count INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    direct_key TEXT UNIQUE
);
-- Only public rooms own a unique name, so that no error tells that a private room exists.
CREATE UNIQUE INDEX rooms_public_name ON rooms (name_fold) WHERE public = 1;
CREATE INDEX rooms_name ON rooms (name_fold);

CREATE TABLE members (
    room INTEGER NOT NULL REFERENCES rooms (id),
    account INTEGER NOT NULL REFERENCES accounts (id),
    role INTEGER NOT NULL,
    rights INTEGER,
    muted_until INTEGER NOT NULL DEFAULT 0,
    read_seq INTEGER NOT NULL,
    joined_seq INTEGER NOT NULL,
    draft TEXT,
    PRIMARY KEY (account, room)
);
CREATE INDEX members_room ON members (room, account);

-- The log. A row never changes but by deletion, which blanks its text; what edits and deletions make of a message stands in folds.
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    author INTEGER NOT NULL,
    cid BLOB,
    ts INTEGER NOT NULL,
    target INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    text TEXT,
    detail TEXT
);
CREATE UNIQUE INDEX events_log ON events (room, seq);
CREATE INDEX events_unread ON events (room, seq, author) WHERE kind = 1 AND deleted = 0;
CREATE INDEX events_target ON events (room, target) WHERE target IS NOT NULL;

CREATE TABLE folds (
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    edited INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, seq)
);
CREATE INDEX folds_rev ON folds (room, rev);

CREATE TABLE mentions (
    account INTEGER NOT NULL,
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (account, room, seq)
);
CREATE INDEX mentions_message ON mentions (room, seq);

-- Every durable request that was done, for ever: the same again gets the same answer.
CREATE TABLE done (
    author INTEGER NOT NULL,
    cid BLOB NOT NULL,
    hash BLOB NOT NULL,
    result BLOB NOT NULL,
    PRIMARY KEY (author, cid)
) WITHOUT ROWID;

CREATE TABLE invites (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    room INTEGER REFERENCES rooms (id),
    uses_left INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    created INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    ts INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL
);

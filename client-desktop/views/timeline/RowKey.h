// Which line of a room is meant, however rows come and go around it.
#pragma once

#include "shared/base/Ids.h"

namespace confab::desktop {

/// A line of the log, a post on its way, or a line for this person alone. Nothing by default.
struct RowKey {
    enum class Kind : quint8 { None, Logged, Pending, Local };

    Kind kind = Kind::None;
    qint64 number = 0; ///< Logged: the seq; Local: the id of the local line
    ClientId c;        ///< Pending

    static RowKey logged(Seq seq) { return {Kind::Logged, seq.value(), {}}; }
    bool isValid() const { return kind != Kind::None; }
    bool operator==(const RowKey&) const = default;
};

inline size_t qHash(const RowKey& key, size_t seed = 0) noexcept { return qHashMulti(seed, quint8(key.kind), key.number, key.c); }

} // namespace confab::desktop

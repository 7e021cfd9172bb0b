// Typed ids: a room's number and a person's number are different types and never mix.
#pragma once

#include <QHashFunctions>
#include <QString>

#include <array>
#include <compare>
#include <optional>

namespace confab {

/// A whole number with a name of its own. Valid ids are > 0 and < 2^53 (so that every JSON reader keeps them exact).
template <typename Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(qint64 value) : m_value(value) { }
    constexpr qint64 value() const { return m_value; }
    constexpr bool isValid() const { return m_value > 0; }
    constexpr auto operator<=>(const Id&) const = default;

private:
    qint64 m_value = 0;
};

template <typename Tag>
size_t qHash(Id<Tag> id, size_t seed = 0) noexcept
{
    return ::qHash(id.value(), seed);
}

using RoomId = Id<struct RoomTag>;
using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;     ///< one signed-in program on one device
using InviteId = Id<struct InviteTag>;
using Seq = Id<struct SeqTag>;               ///< position in a room's log; 0 means "before the first event"
using Epoch = Id<struct EpochTag>;           ///< random name of a room's log; changes when the log is no continuation of itself
using Version = Id<struct VersionTag>;       ///< counts the changes of a member list; a hole means "ask again"

/// Milliseconds since the epoch, UTC, server clock.
class TimeMs {
public:
    constexpr TimeMs() = default;
    constexpr explicit TimeMs(qint64 value) : m_value(value) { }
    constexpr qint64 value() const { return m_value; }
    constexpr auto operator<=>(const TimeMs&) const = default;

private:
    qint64 m_value = 0;
};

/// 128 random bits made by the client once per durable request: the same again is the same act, for ever.
/// Text form: 22 characters of base64url.
class ClientId {
public:
    static constexpr int byteCount = 16;
    static constexpr int textLength = 22;

    ClientId() = default;
    explicit ClientId(const std::array<quint8, byteCount>& bytes) : m_bytes(bytes) { }

    /// From the system's random source.
    static ClientId random();
    /// Nothing unless `text` is exactly 22 characters of canonical base64url.
    static std::optional<ClientId> fromText(QByteArrayView text);
    /// Nothing unless `bytes` has exactly 16 bytes.
    static std::optional<ClientId> fromBytes(QByteArrayView bytes);

    QByteArray text() const;
    QByteArray bytes() const { return {reinterpret_cast<const char*>(m_bytes.data()), byteCount}; }
    bool operator==(const ClientId&) const = default;

private:
    std::array<quint8, byteCount> m_bytes{};
};

inline size_t qHash(const ClientId& id, size_t seed = 0) noexcept
{
    return qHash(id.bytes(), seed);
}

} // namespace confab

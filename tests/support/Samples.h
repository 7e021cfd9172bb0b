// Makes a filled sample of any wire type from its fields(): every optional present, every list with one item.
#pragma once

#include "shared/protocol/Envelope.h"

namespace confab::test {

template <typename T>
void fill(T& value, int salt);

template <typename Tag>
void fillValue(Id<Tag>& value, int salt) { value = Id<Tag>(1000 + salt); }
inline void fillValue(TimeMs& value, int salt) { value = TimeMs(1'700'000'000'000 + salt); }
inline void fillValue(qint64& value, int salt) { value = 1 + salt % 50; }
inline void fillValue(bool& value, int) { value = true; }
inline void fillValue(QString& value, int salt) { value = QStringLiteral("tëxt \"%1\"\n").arg(salt); }
inline void fillValue(ClientId& value, int salt)
{
    std::array<quint8, ClientId::byteCount> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = quint8(unsigned(salt) * 7 + i * 31);
    value = ClientId(bytes);
}
inline void fillValue(protocol::AnyEvent& value, int salt)
{
    protocol::MessagePosted posted;
    fill(posted, salt);
    value = posted;
}
template <protocol::WireEnum E>
void fillValue(E& value, int salt)
{
    constexpr auto keys = enumKeys(E{});
    value = keys[std::size_t(salt) % keys.size()].value;
}
template <protocol::WireStruct T>
void fillValue(T& value, int salt) { fill(value, salt); }
template <typename T>
void fillValue(std::optional<T>& value, int salt)
{
    value.emplace();
    fillValue(*value, salt);
}
template <typename T>
void fillValue(QList<T>& value, int salt)
{
    value.clear();
    value.emplaceBack();
    fillValue(value.last(), salt);
}

template <typename T>
void fill(T& value, int salt)
{
    std::apply([&](const auto&... one) { (fillValue(value.*(one.member), salt + one.key.number), ...); }, T::fields());
}

template <typename T>
T sample(int salt = 0)
{
    T value{};
    fill(value, salt);
    return value;
}

} // namespace confab::test

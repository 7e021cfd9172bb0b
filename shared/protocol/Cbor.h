// The CBOR face of the wire (RFC 8949): definite lengths, integer keys, no tags, no floating point.
#pragma once

#include "shared/protocol/Wire.h"

#include <QVarLengthArray>

namespace confab::protocol {

class CborWriter final : public Writer {
public:
    void beginObject(int size) override { head(5, quint64(size)); }
    void key(const Key& key) override { head(0, quint64(key.number)); }
    void endObject() override { }
    void beginArray(int size) override { head(4, quint64(size)); }
    void endArray() override { }
    void integer(qint64 value) override;
    void boolean(bool value) override { m_out += char(value ? 0xf5 : 0xf4); }
    void text(QStringView value) override;
    void clientId(const ClientId& value) override;
    void name(const Key& value) override { head(0, quint64(value.number)); }
    void raw(QByteArrayView encoded) override { m_out.append(encoded.data(), encoded.size()); }
    QByteArray take() override { return std::move(m_out); }

private:
    void head(int major, quint64 value);

    QByteArray m_out;
};

class CborReader final : public Reader {
public:
    explicit CborReader(QByteArrayView bytes) : m_bytes(bytes) { }

    ValueType peek() override;
    bool beginObject() override { return open(5); }
    bool nextKey(KeyRead& key) override;
    bool beginArray() override { return open(4); }
    bool nextElement() override;
    bool integer(qint64& value) override;
    bool boolean(bool& value) override;
    bool text(QString& value) override;
    bool clientId(ClientId& value) override;
    bool name(KeyRead& value) override;
    bool skip(QByteArrayView& bytes) override;
    qsizetype position() const override { return m_at; }

private:
    bool malformed();
    bool head(int& major, quint64& value);
    bool open(int major);
    bool skipValue();

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    QVarLengthArray<quint64, 8> m_left;   ///< elements still to come, per open level
};

} // namespace confab::protocol

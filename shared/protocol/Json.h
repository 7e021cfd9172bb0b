// The JSON face of the wire: compact output, strict input (RFC 8259 without fractions where integers belong).
#pragma once

#include "shared/protocol/Wire.h"

#include <QVarLengthArray>

namespace confab::protocol {

class JsonWriter final : public Writer {
public:
    void beginObject(int size) override;
    void key(const Key& key) override;
    void endObject() override;
    void beginArray(int size) override;
    void endArray() override;
    void integer(qint64 value) override;
    void boolean(bool value) override;
    void text(QStringView value) override;
    void clientId(const ClientId& value) override;
    void name(const Key& value) override;
    void raw(QByteArrayView encoded) override;
    QByteArray take() override { return std::move(m_out); }

private:
    void separate();
    void close(char bracket);

    QByteArray m_out;
    bool m_first = true;
};

class JsonReader final : public Reader {
public:
    explicit JsonReader(QByteArrayView bytes);

    ValueType peek() override;
    bool beginObject() override;
    bool nextKey(KeyRead& key) override;
    bool beginArray() override;
    bool nextElement() override;
    bool integer(qint64& value) override;
    bool boolean(bool& value) override;
    bool text(QString& value) override;
    bool clientId(ClientId& value) override;
    bool name(KeyRead& value) override;
    bool skip(QByteArrayView& bytes) override;
    qsizetype position() const override { return m_at; }

private:
    struct Level {
        char bracket;
        bool first;
    };

    void blanks();
    bool malformed();
    bool open(char bracket);
    bool literal(QByteArrayView word);
    bool number(bool& whole, QByteArrayView& digits);
    bool escape(QString& out);
    bool hex4(char16_t& unit);
    bool skipValue();

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    QVarLengthArray<Level, 8> m_levels;
};

} // namespace confab::protocol

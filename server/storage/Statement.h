// One prepared statement of SQLite: values bound by their type, rows read where they lie.
#pragma once

#include "shared/base/Ids.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <span>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace confab::server {

/// A value as it is bound: a 64-bit integer, text as UTF-8, bytes or NULL. It outlives its statement's run, which refers to the bytes.
struct Column {
    enum class Type : quint8 { Null, Integer, Text, Bytes };

    Type type = Type::Null;
    qint64 integer = 0;
    QByteArray bytes;
};

// Text and bytes are never NULL by accident: a null string is bound as an empty one, and nothing is bound as unsigned.
inline Column toColumn(bool value) { return {Column::Type::Integer, value ? 1 : 0, {}}; }
inline Column toColumn(int value) { return {Column::Type::Integer, value, {}}; }
inline Column toColumn(qint64 value) { return {Column::Type::Integer, value, {}}; }
inline Column toColumn(TimeMs value) { return {Column::Type::Integer, value.value(), {}}; }
inline Column toColumn(const QString& value) { return {Column::Type::Text, 0, value.toUtf8()}; }
inline Column toColumn(const QByteArray& value) { return {Column::Type::Bytes, 0, value}; }
inline Column toColumn(const ClientId& value) { return {Column::Type::Bytes, 0, value.bytes()}; }
template <typename Tag>
Column toColumn(Id<Tag> value) { return {Column::Type::Integer, value.value(), {}}; }
template <typename E>
    requires std::is_enum_v<E>
Column toColumn(E value) { return {Column::Type::Integer, qint64(value), {}}; }
template <typename T>
Column toColumn(const std::optional<T>& value) { return value ? toColumn(*value) : Column{}; }

/// The current row of a query; valid inside the mapping function only. NULL reads as 0 or as empty.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : m_statement(statement) { }
    qint64 integer(int column) const;
    bool boolean(int column) const { return integer(column) != 0; }
    QString text(int column) const;
    QByteArray bytes(int column) const;
    bool isNull(int column) const;
    TimeMs time(int column) const { return TimeMs(integer(column)); }
    template <typename I>
    I id(int column) const { return I(integer(column)); }
    template <typename E>
    E enumerator(int column) const { return E(integer(column)); }

private:
    sqlite3_stmt* m_statement;
};

/// A prepared statement, kept for use after use. One user at a time: see Database.
class Statement {
public:
    enum class Step : quint8 { Row, End, Failed };

    /// Nothing when SQLite refuses the text; its connection then knows why.
    static std::unique_ptr<Statement> prepare(sqlite3* connection, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// The values from now until release(), one for each `?`. False on a failure of SQLite.
    bool bind(std::span<const Column> values);
    /// Runs up to the next row, or to the end.
    Step step();
    Row row() const { return Row(m_statement); }

    bool isTaken() const { return m_isTaken; }
    void take() { m_isTaken = true; }
    /// Ends the run, also a failed one, and lets go of the values.
    void release();

private:
    explicit Statement(sqlite3_stmt* statement) : m_statement(statement) { }

    sqlite3_stmt* m_statement;
    bool m_isTaken = false;
};

} // namespace confab::server

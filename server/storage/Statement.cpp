// Binding, stepping and reading through SQLite's own interface.
#include "server/storage/Statement.h"

#include <sqlite3.h>

namespace confab::server {

qint64 Row::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString Row::text(int column) const
{
    // The order matters: asking for the text may convert the value, and its size is that of the converted one.
    const unsigned char* const start = sqlite3_column_text(m_statement, column);
    const QByteArrayView utf8(reinterpret_cast<const char*>(start), sqlite3_column_bytes(m_statement, column));
    // QString takes a byte order mark at the start for no part of the text; here it is what somebody wrote.
    if (utf8.startsWith("\xef\xbb\xbf"))
        return QChar(QChar::ByteOrderMark) + QString::fromUtf8(utf8);
    return QString::fromUtf8(utf8);
}

QByteArray Row::bytes(int column) const
{
    const void* const start = sqlite3_column_blob(m_statement, column);
    return QByteArray(static_cast<const char*>(start), sqlite3_column_bytes(m_statement, column));
}

bool Row::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::unique_ptr<Statement> Statement::prepare(sqlite3* connection, const char* sql)
{
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
        return nullptr;
    return std::unique_ptr<Statement>(new Statement(made));
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

bool Statement::bind(std::span<const Column> values)
{
    Q_ASSERT(sqlite3_bind_parameter_count(m_statement) == int(values.size()));
    int code = SQLITE_OK;
    for (int at = 1; const Column& value : values) {
        // SQLITE_STATIC: the values outlive the run, so nothing is copied.
        const auto size = sqlite3_uint64(value.bytes.size());
        switch (value.type) {
        case Column::Type::Null:
            code = sqlite3_bind_null(m_statement, at);
            break;
        case Column::Type::Integer:
            code = sqlite3_bind_int64(m_statement, at, value.integer);
            break;
        case Column::Type::Text:
            code = sqlite3_bind_text64(m_statement, at, value.bytes.constData(), size, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case Column::Type::Bytes:
            code = sqlite3_bind_blob64(m_statement, at, value.bytes.constData(), size, SQLITE_STATIC);
            break;
        }
        if (code != SQLITE_OK)
            return false;
        ++at;
    }
    return true;
}

Statement::Step Statement::step()
{
    switch (sqlite3_step(m_statement)) {
    case SQLITE_ROW:
        return Step::Row;
    case SQLITE_DONE:
        return Step::End;
    default:
        return Step::Failed;
    }
}

void Statement::release()
{
    sqlite3_reset(m_statement); // what it returns is the failure of the run, which was told already
    sqlite3_clear_bindings(m_statement);
    m_isTaken = false;
}

} // namespace confab::server

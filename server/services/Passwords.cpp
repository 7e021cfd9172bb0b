// argon2id through libsodium; the parameters stand in the stored hash.
#include "server/services/Passwords.h"

#include "shared/base/Limits.h"

#include <QRegularExpression>

#include <sodium.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

constexpr auto operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
constexpr qint64 memoryCeilingKib = 256 * 1024;
constexpr qint64 operationsCeiling = 8;

void ready()
{
    static const int started = sodium_init();
    if (started < 0)
        qFatal("libsodium cannot be initialised");
}

/// A hash nobody has the password of, so that unknown people cost the same time.
const QByteArray& dummyHash()
{
    static const QByteArray hash = [] {
        char nobody[32];
        randombytes_buf(nobody, sizeof nobody);
        QByteArray made(crypto_pwhash_STRBYTES, '\0');
        if (crypto_pwhash_str(made.data(), nobody, sizeof nobody, operations, memory) != 0)
            made.clear();
        return made;
    }();
    return hash;
}

/// A stored hash that asks for more than the ceiling would let its writer eat the server's memory.
bool isAffordable(const QString& hash)
{
    static const QRegularExpression form(u"^\\$argon2id\\$v=\\d+\\$m=(\\d+),t=(\\d+),p=1\\$"_s);
    const QRegularExpressionMatch match = form.match(hash);
    return match.hasMatch() && match.capturedView(1).toLongLong() <= memoryCeilingKib && match.capturedView(2).toLongLong() <= operationsCeiling;
}

} // namespace

Result<Done> checkPassword(const QString& password)
{
    if (password.toUcs4().size() < limits::passwordMinChars)
        return Error{ErrorCode::BadArg, u"a password has at least %1 characters"_s.arg(limits::passwordMinChars), u"secret"_s};
    if (password.toUtf8().size() > limits::passwordBytes)
        return Error{ErrorCode::BadArg, u"a password has at most %1 bytes"_s.arg(limits::passwordBytes), u"secret"_s};
    return Done{};
}

Result<QString> hashPassword(const QString& password)
{
    ready();
    const QByteArray text = password.toUtf8();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, text.constData(), static_cast<unsigned long long>(text.size()), operations, memory) != 0)
        return Error{ErrorCode::Unavailable, u"there is no memory to hash a password"_s, {}, {}, 1000};
    return QString::fromLatin1(hash);
}

bool verifyPassword(const QString& hash, const QString& password)
{
    ready();
    const QByteArray text = password.toUtf8();
    const bool usable = isAffordable(hash);
    const QByteArray stored = usable ? hash.toLatin1() : dummyHash();
    const bool matches = crypto_pwhash_str_verify(stored.constData(), text.constData(), static_cast<unsigned long long>(text.size())) == 0;
    return matches && usable;
}

bool passwordNeedsRehash(const QString& hash)
{
    ready();
    return crypto_pwhash_str_needs_rehash(hash.toLatin1().constData(), operations, memory) != 0;
}

} // namespace confab::server

// libsodium is initialised on first use.
#include "server/services/Secrets.h"

#include "shared/base/Limits.h"

#include <sodium.h>

namespace confab::server {

namespace {

void ready()
{
    static const int started = sodium_init();
    if (started < 0)
        qFatal("libsodium cannot be initialised");
}

} // namespace

QString newSecret()
{
    ready();
    QByteArray bytes(32, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(bytes.size()));
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QByteArray hashSecret(const QString& secret)
{
    ready();
    const QByteArray text = secret.toUtf8();
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), size_t(hash.size()),
        reinterpret_cast<const unsigned char*>(text.constData()), static_cast<unsigned long long>(text.size()), nullptr, 0);
    return hash;
}

Epoch newEpoch()
{
    ready();
    quint64 bits = 0;
    randombytes_buf(&bits, sizeof bits);
    return Epoch(qint64(bits % quint64(limits::maxInteger)) + 1);
}

quint32 randomBelow(quint32 bound)
{
    ready();
    return randombytes_uniform(bound);
}

} // namespace confab::server

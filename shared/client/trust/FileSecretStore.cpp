// The token file: read, changed and replaced as a whole.
#include "shared/client/trust/FileSecretStore.h"

#include "shared/client/trust/PrivateFiles.h"

#include <QFileInfo>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

QString nameOf(const SecretKey& key) { return key.program + u' ' + key.account + u'@' + key.server; }

Result<QJsonObject> readSecrets(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, QObject::tr("cannot read %1: %2").arg(path, file.errorString())};
    const QByteArray bytes = file.readAll();
    if (bytes.isEmpty())
        return QJsonObject();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (!document.isObject())
        return Error{ErrorCode::Internal,
            QObject::tr("%1 cannot be understood (%2 at byte %3); move it away to sign in anew")
                .arg(path, problem.errorString())
                .arg(problem.offset)};
    return document.object();
}

} // namespace

FileSecretStore::FileSecretStore(QString file, Scheduler& scheduler, std::function<void(const QString&)> onWarning)
    : m_file(std::move(file))
    , m_scheduler(scheduler)
    , m_onWarning(std::move(onWarning))
{
}

QString FileSecretStore::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/confab/secrets.json"_s;
}

Result<std::optional<QString>> FileSecretStore::readNow(const SecretKey& key)
{
    if (!QFileInfo::exists(m_file))
        return std::optional<QString>();
    TRY_VALUE(mode, makePrivateFile(m_file));
    if (mode == PrivateFile::WasOpen && m_onWarning)
        m_onWarning(QObject::tr(
            "Others could read %1; it is closed to them now. If they should not have your sign-in, end this session and sign in again.")
                        .arg(m_file));
    TRY_VALUE(secrets, readSecrets(m_file));
    const QJsonValue found = secrets.value(nameOf(key));
    return found.isString() ? std::optional(found.toString()) : std::nullopt;
}

Result<Done> FileSecretStore::writeNow(const SecretKey& key, const std::optional<QString>& secret)
{
    TRY(makePrivateFolder(QFileInfo(m_file).path()));
    // Two programs that sign in at once must not lose each other's token.
    QLockFile lock(m_file + u".lock"_s);
    lock.setStaleLockTime(10'000);
    if (!lock.tryLock(5'000))
        return Error{ErrorCode::Busy, QObject::tr("another program holds %1").arg(m_file)};
    TRY_VALUE(mode, makePrivateFile(m_file));
    if (mode == PrivateFile::WasOpen && m_onWarning)
        m_onWarning(QObject::tr("Others could read %1; it is closed to them now.").arg(m_file));
    TRY_VALUE(secrets, readSecrets(m_file));
    if (secret)
        secrets.insert(nameOf(key), *secret);
    else
        secrets.remove(nameOf(key));
    QSaveFile file(m_file);
    // The new file takes the place of the old one only when it is whole and on disk; QSaveFile makes it 0600 and copies the old one's mode.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(secrets).toJson()) < 0 || !file.commit())
        return Error{ErrorCode::Unavailable, QObject::tr("cannot write %1: %2").arg(m_file, file.errorString())};
    TRY(makePrivateFile(m_file));
    return Done{};
}

void FileSecretStore::read(const SecretKey& key, std::function<void(Result<std::optional<QString>>)> done)
{
    m_scheduler.after(0, [result = readNow(key), done = std::move(done)] { done(result); });
}

void FileSecretStore::write(const SecretKey& key, const QString& secret, std::function<void(Result<Done>)> done)
{
    m_scheduler.after(0, [result = writeNow(key, secret), done = std::move(done)] { done(result); });
}

void FileSecretStore::remove(const SecretKey& key, std::function<void(Result<Done>)> done)
{
    m_scheduler.after(0, [result = writeNow(key, std::nullopt), done = std::move(done)] { done(result); });
}

} // namespace confab::client

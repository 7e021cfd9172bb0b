// confabd check: is the database sound, and how much is in it.
#include "server/admin/AdminDatabase.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace confab::server {

Exit check(Invocation& call)
{
    const QString file = storageOptions(call.config).file;
    if (!QFileInfo::exists(file)) {
        call.err << "confabd: there is no database at " << printable(file) << '\n';
        return Exit::Storage;
    }
    if (QFileInfo(file).size() == 0) {
        call.err << "confabd: the database file " << printable(file) << " is empty: restore a backup\n";
        return Exit::Storage;
    }
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const auto wrong = examineStorage(store->database());
    if (!wrong)
        return fail(call, wrong.error());
    if (!wrong.value().isEmpty())
        call.err << "confabd: the database file " << printable(file) << " is damaged: restore a backup\n";
    for (const QString& sentence : *wrong)
        call.err << "confabd: " << printable(sentence) << '\n';
    const auto counts = countStorage(store->database());
    if (!counts)
        return fail(call, counts.error());
    for (const auto& [name, count] : *counts)
        call.out << name << '\t' << count << '\n';
    call.out << (wrong.value().isEmpty() ? u"all is well"_s : u"%1 things are wrong"_s.arg(wrong.value().size())) << '\n';
    return wrong.value().isEmpty() ? Exit::Fine : Exit::Storage;
}

} // namespace confab::server

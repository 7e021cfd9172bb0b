// confabd check: is the database sound, and how much is in it.
#include "server/admin/AdminDatabase.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace confab::server {

Exit check(Invocation& call)
{
    const QString file = storageOptions(call.config).file;
    if (!QFileInfo::exists(file)) {
        call.err << "confabd: there is no database at " << file << '\n';
        return Exit::Storage;
    }
    const auto store = AdminDatabase::open(call);
    if (!store)
        return Exit::Storage;
    const auto wrong = examineStorage(store->database());
    if (!wrong)
        return fail(call, wrong.error());
    const auto counts = countStorage(store->database());
    if (!counts)
        return fail(call, counts.error());
    for (const auto& [name, count] : *counts)
        call.out << name << '\t' << count << '\n';
    for (const QString& sentence : *wrong)
        call.err << "confabd: " << sentence << '\n';
    call.out << (wrong.value().isEmpty() ? u"all is well"_s : u"%1 things are wrong"_s.arg(wrong.value().size())) << '\n';
    return wrong.value().isEmpty() ? Exit::Fine : Exit::Storage;
}

} // namespace confab::server

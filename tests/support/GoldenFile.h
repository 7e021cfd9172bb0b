// Compares a text with its stored form, line by line.
#pragma once

#include <QString>

namespace confab::test {

/// Empty when `actual` equals the file (a path from the project's root); otherwise says where it differs. With CONFAB_UPDATE_GOLDEN=1
/// writes the file instead.
QString compareWithFile(const QString& file, const QString& actual);

} // namespace confab::test

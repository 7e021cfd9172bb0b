// One configured value in any of its forms. Private to the Config*.cpp files.
#pragma once

#include "server/app/Config.h"

namespace confab::server {

/// A value as it was found, before it is checked against its row.
using FoundValue = std::variant<QString, bool, qint64, QStringList>;

/// Checks `value` against the row and puts it into `config`. On failure what was expected, as in "a number from 1 to 64".
std::optional<QString> assign(Config& config, const Setting& setting, const FoundValue& value);
/// From the text of an environment variable. Lists are separated by commas.
std::optional<QString> assignText(Config& config, const Setting& setting, const QString& text);
/// The name among `known` that is nearest to `name`, as " (did you mean …?)"; empty when none is near.
QString nearMatch(const QString& name, const QStringList& known);

} // namespace confab::server

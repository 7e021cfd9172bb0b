// One folding for everything people search by typing: case, accents and compatibility forms make no difference.
#pragma once

#include <QString>

namespace confab::client {

/// NFKC, case-folded, without accents and invisible characters ("Łódź" and "lodz" fold alike). Vowel signs of scripts that need them stay.
/// Not for identity or security decisions: different names may fold alike.
[[nodiscard]] QString foldForSearch(const QString& text);

} // namespace confab::client

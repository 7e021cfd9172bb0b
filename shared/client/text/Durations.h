// Reads and writes durations as people type and read them.
#pragma once

#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>

namespace confab::client {

/// The longest duration that may be typed: ten years.
inline constexpr std::chrono::seconds maxTypedDuration = std::chrono::hours{24 * 3650};

/// Either a value, or a sentence that says what is wrong.
struct DurationInput {
    std::optional<std::chrono::seconds> value;
    QString error;
};

/// Reads 30s, 5m, 2h, 7d, 1w, combinations from large to small (1h30m), and bare numbers as seconds. Zero, blanks inside and other signs
/// are errors.
[[nodiscard]] DurationInput parseDuration(QStringView text);

/// "45 s", "5 min", "1 h 30 min", "2 d", "1 d 4 h": the two largest units, rounded down; "0 s" for nothing and less.
[[nodiscard]] QString formatDuration(std::chrono::seconds duration);

/// "just now", "3 min ago", "2 h ago", "5 d ago", "3 weeks ago": how long something is past. Times in the future count as now.
[[nodiscard]] QString formatAge(std::chrono::seconds age);

} // namespace confab::client

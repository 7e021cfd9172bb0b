// Reads the framebuffer that Xvfb keeps in a file: what a monitor would show, without a further program.
#pragma once

#include <QImage>
#include <QString>

namespace confab::test {

/// The picture in an X window dump (the format of `Xvfb -fbdir`, 24 or 32 bits deep). Null when the file is none.
QImage readWindowDump(const QString& path);

} // namespace confab::test

// The bare fan-out server that every figure is compared with.
#pragma once

namespace confab::bench {

/// Listens on a free port of loopback, says "reference ready ws://127.0.0.1:PORT" on standard output, and serves until it is ended.
int serveReference();

} // namespace confab::bench

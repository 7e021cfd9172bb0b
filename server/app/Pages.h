// The three HTTP pages: is it alive, can it serve, what has it counted.
#pragma once

#include "server/gateway/Handshake.h"
#include "server/routing/Core.h"

namespace confab::server {

/// 200 while the process answers.
HttpPage healthPage();
/// 200 when changes can be stored, else 503 with the reason.
HttpPage readyPage(const Health& health);
/// Prometheus' text format: the gateway's lines, then the core's.
HttpPage metricsPage(const QByteArray& gatewayLines, const Metrics& metrics);

} // namespace confab::server

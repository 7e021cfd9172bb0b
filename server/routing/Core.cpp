// The face of the core; its inside is Core::Machine.
#include "server/routing/Core.h"

#include "server/routing/Machine.h"

namespace confab::server {

Core::Core(StorageOptions storage, CoreOptions options, Router router, GatewayPort& gateway, const Clock& clock)
    : m_machine(std::make_unique<Machine>(std::move(storage), std::move(options), std::move(router), gateway, clock))
{
}

Core::~Core()
{
    stop();
}

Result<Done> Core::start() { return m_machine->start(); }
void Core::drain(const QString& why, int spreadMs) { m_machine->drain(why, spreadMs); }
void Core::stop() { m_machine->stop(); }
bool Core::offer(Inbound&& item) { return m_machine->offer(std::move(item)); }
bool Core::enqueue(Inbound&& item) { return m_machine->enqueue(std::move(item)); }
void Core::wake() { m_machine->wake(); }
void Core::reload(const CoreOptions& options) { m_machine->reload(options); }
Health Core::health() const { return m_machine->health(); }
const Metrics& Core::metrics() const { return m_machine->metrics(); }
QString Core::serverId() const { return m_machine->serverId(); }

} // namespace confab::server

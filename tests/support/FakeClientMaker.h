// Makes clients that talk to one server in memory, with time moved by hand.
#pragma once

#include "shared/client/account/Account.h"
#include "tests/support/ClientRig.h"

namespace confab::test {

/// Makes clients that talk to one FakeServer.
class FakeClientMaker final : public client::ClientMaker {
public:
    FakeClientMaker(FakeServer& server, FakeTime& time, MemorySecrets& secrets)
        : m_server(server)
        , m_time(time)
        , m_secrets(secrets)
    {
    }

    std::unique_ptr<client::Client> make(const client::Account& account) override
    {
        client::ClientOptions options;
        options.url = account.url;
        options.account = account.name;
        options.dataDir = m_dir.filePath(account.name);
        options.device = {QStringLiteral("device-1"), QStringLiteral("test machine"), QStringLiteral("test")};
        options.about = {QStringLiteral("tests"), QStringLiteral("1")};
        options.scheduler = &m_time;
        options.random = [](quint32 below) { return below - 1; };
        auto made = std::make_unique<FakeTransport>(m_server, m_time);
        made->refuseConnections = isUnreachable;
        transport = made.get();
        return std::make_unique<client::Client>(options, m_time.clock, std::move(made), m_secrets);
    }

    FakeTransport* transport = nullptr; // of the newest client
    bool isUnreachable = false;         // what is made from now on

private:
    QTemporaryDir m_dir;
    FakeServer& m_server;
    FakeTime& m_time;
    MemorySecrets& m_secrets;
};

} // namespace confab::test

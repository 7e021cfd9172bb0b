// What passes through a byte stream, told to its owner.
#pragma once

#include <cstddef>

namespace confab::server {

class TransportWatch {
public:
    virtual ~TransportWatch() = default;
    virtual void bytesCame(std::size_t bytes) = 0;
    virtual void bytesLeft(std::size_t bytes) = 0;
    /// The protocol is over, see linger().
    virtual void beginsLingering() = 0;
};

} // namespace confab::server

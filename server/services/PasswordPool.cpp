// The pool's threads and its bounded queue.
#include "server/services/PasswordPool.h"

#include "shared/base/ThreadName.h"

#include <algorithm>

namespace confab::server {

PasswordAnswer doPasswordJob(const PasswordJob& job)
{
    PasswordAnswer answer;
    if (job.secret)
        answer.matches = verifyPassword(job.hash, *job.secret);
    std::optional<QString> toHash = job.fresh;
    if (job.secret && !answer.matches)
        return answer;
    if (!toHash && answer.matches && passwordNeedsRehash(job.hash))
        toHash = job.secret;
    if (!toHash)
        return answer;
    if (auto hashed = hashPassword(*toHash))
        answer.hash = *hashed;
    else if (job.fresh)
        answer.error = hashed.error();
    return answer;
}

PasswordPool::PasswordPool(int threads)
{
    const int wanted = threads > 0 ? threads : std::clamp(int(std::thread::hardware_concurrency()), 1, 4);
    for (int i = 0; i < wanted; ++i)
        m_threads.emplace_back([this](std::stop_token stop) { work(stop); });
}

PasswordPool::~PasswordPool()
{
    stop();
}

bool PasswordPool::submit(PasswordJob job, std::function<void(PasswordAnswer)> done)
{
    {
        const std::lock_guard lock(m_mutex);
        if (int(m_queue.size()) >= queueLimit)
            return false;
        m_queue.push_back({std::move(job), std::move(done)});
        m_waiting = int(m_queue.size());
    }
    m_wake.notify_one();
    return true;
}

void PasswordPool::stop()
{
    for (std::jthread& one : m_threads)
        one.request_stop();
    for (std::jthread& one : m_threads) {
        if (one.joinable())
            one.join();
    }
    m_threads.clear();
    const std::lock_guard lock(m_mutex);
    m_queue.clear();
    m_waiting = 0;
}

void PasswordPool::work(std::stop_token stop)
{
    nameThisThread("password");
    while (true) {
        Item item;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_queue.empty(); }) || stop.stop_requested())
                return;
            item = std::move(m_queue.front());
            m_queue.pop_front();
            m_waiting = int(m_queue.size());
        }
        item.done(doPasswordJob(item.job));
    }
}

} // namespace confab::server

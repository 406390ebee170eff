// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.policy.ChatUserId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Work on a chat user, one after the other on this node: whoever waited finds it done. Others' work goes on beside it. */
final class OneAtATime {
    private final ConcurrentMap<ChatUserId, Turn> turns = new ConcurrentHashMap<>();

    /** {@code users} is only written under the map's lock for the key. */
    private record Turn(ReentrantLock lock, int users) {}

    <T> T run(ChatUserId id, Supplier<T> work) {
        ReentrantLock lock = turns.merge(
                        id, new Turn(new ReentrantLock(), 1), (held, one) -> new Turn(held.lock(), held.users() + 1))
                .lock();
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
            turns.computeIfPresent(
                    id, (key, held) -> held.users() == 1 ? null : new Turn(held.lock(), held.users() - 1));
        }
    }
}

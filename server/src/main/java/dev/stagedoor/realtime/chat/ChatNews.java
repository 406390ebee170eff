// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other pages are told of chats: one thing after the other in each chat, so that no page hears an answer before its
 * question. Whoever tells does not wait; a chat that takes long delays no other (I7).
 */
public final class ChatNews {
    private static final Logger LOG = LoggerFactory.getLogger(ChatNews.class);

    /** What was told last in a chat, while it is under way. */
    private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Runs it once what was told before in that chat is done, however that went. */
    public void tell(String chat, Runnable news) {
        CompletableFuture<Void> mine = last.compute(chat, (id, before) -> {
            CompletableFuture<Void> first = before == null ? CompletableFuture.completedFuture(null) : before;
            return first.thenRunAsync(
                    () -> contained(chat, news),
                    task -> Thread.ofVirtual().name("chat-news").start(task));
        });
        var _ = mine.whenComplete((_, _) -> last.remove(chat, mine));
    }

    private static void contained(String chat, Runnable news) {
        try {
            news.run();
        } catch (RuntimeException failed) {
            LOG.warn("no other page was told of the chat {}: {}", chat, failed.toString());
        }
    }

    /** In how many chats something is being told. */
    int underWay() {
        return last.size();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What other pages are told of a chat comes in the order in which it was said")
class ChatNewsTest {
    private final ChatNews news = new ChatNews();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);

    private CompletableFuture<Void> tell(String chat, String what, Runnable first) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        news.tell(chat, () -> {
            try {
                first.run();
                told.add(what);
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    private void whenReleased() {
        try {
            assertThat(slow.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_answer_waits_for_its_question_and_for_no_other_chat() throws Exception {
        var _ = tell("chat-1", "question", this::whenReleased);
        CompletableFuture<Void> answer = tell("chat-1", "answer", () -> {});
        tell("chat-2", "elsewhere", () -> {}).get(30, TimeUnit.SECONDS);

        assertThat(told).containsExactly("elsewhere");
        slow.countDown();
        answer.get(30, TimeUnit.SECONDS);
        assertThat(told).containsExactly("elsewhere", "question", "answer");
    }

    @Test
    void what_could_not_be_told_holds_nothing_up_and_is_forgotten() throws Exception {
        var _ = tell("chat-1", "lost", () -> {
            throw new IllegalStateException("the database is gone");
        });
        tell("chat-1", "next", () -> {}).get(30, TimeUnit.SECONDS);

        assertThat(told).containsExactly("next");
        while (news.underWay() > 0) {
            Thread.onSpinWait();
        }
    }
}

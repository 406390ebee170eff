// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Audio that waits is bounded, and the oldest goes first (I7)")
class BacklogTest {
    private final Backlog backlog = new Backlog(10);

    private byte[] taken() throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return backlog.take();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void the_oldest_goes_for_what_does_not_fit() throws Exception {
        for (byte i = 1; i <= 4; i++) {
            backlog.add(new byte[] {i, i, i, i});
        }

        assertThat(taken()).containsOnly(3);
        assertThat(taken()).containsOnly(4);
    }

    @Test
    void one_that_is_longer_than_all_is_kept_alone() throws Exception {
        backlog.add(new byte[] {1});
        backlog.add(new byte[20]);

        assertThat(taken()).hasSize(20);
    }

    @Test
    void whoever_waits_is_freed_by_the_end() throws Exception {
        CompletableFuture<byte[]> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return taken();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        backlog.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isNull();
        backlog.add(new byte[1]);
        assertThat(taken()).as("nothing is added after the end").isNull();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What waits to be stored of a worker's output is bounded (I7)")
class LogBufferTest {
    private final LogBuffer buffer = new LogBuffer(Clock.systemUTC());

    @Test
    @DisplayName("1 GB costs no more than 64 KiB; the rest is counted")
    void flood() {
        String line = "x".repeat(999);
        for (int written = 0; written < 1_000_000; written++) {
            buffer.accept(line);
        }

        LogBuffer.Batch batch = buffer.take();
        assertThat(batch.lines()).hasSizeBetween(50, 65);
        assertThat(batch.lines().size() + batch.droppedLines()).isEqualTo(1_000_000);
        assertThat(batch.droppedChars()).isEqualTo(batch.droppedLines() * 1000);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("that a worker has registered is noticed in a flood too")
    void registered() {
        for (int written = 0; written < 1000; written++) {
            buffer.accept("x".repeat(999));
        }
        assertThat(buffer.isRegistered()).isFalse();

        buffer.accept("{\"level\":\"info\",\"message\":\"registered worker\",\"id\":\"AW_1\"}");

        assertThat(buffer.isRegistered()).isTrue();
    }

    @Test
    @DisplayName("lines that could not be stored are told as dropped")
    void lost() {
        buffer.accept("one");
        LogBuffer.Batch batch = buffer.take();

        buffer.lost(batch);

        assertThat(buffer.take().droppedLines()).isEqualTo(1);
    }
}

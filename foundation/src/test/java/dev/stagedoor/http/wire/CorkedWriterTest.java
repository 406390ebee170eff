// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What belongs together goes to a connection in one write")
class CorkedWriterTest {
    /** What each write brought. */
    private final List<String> writes = new ArrayList<>();

    private int flushes;

    private final CorkedWriter writer = new CorkedWriter(new DataWriter() {
        @Override
        public void write(BufferData... buffers) {
            writes.add(text(BufferData.create(buffers)));
        }

        @Override
        public void write(BufferData buffer) {
            writes.add(text(buffer));
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }

        @Override
        public void flush() {
            flushes++;
        }
    });

    private static String text(BufferData buffer) {
        return buffer.readString(buffer.available(), StandardCharsets.US_ASCII);
    }

    private static BufferData bytes(String text) {
        return BufferData.create(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void reply() {
        writer.write(bytes("head "));
        writer.writeNow(bytes("piece "), bytes("of the body "));
        writer.writeNow(bytes("end "));
        writer.write(bytes("of "), bytes("it"));
        writer.flush();
    }

    @Test
    void what_is_written_while_it_is_corked_is_sent_in_order_and_at_once() {
        writer.cork();
        reply();
        assertThat(writes).isEmpty();
        assertThat(flushes).isZero();

        writer.uncork();

        assertThat(writes).containsExactly("head piece of the body end of it");
        assertThat(flushes).isEqualTo(1);
    }

    @Test
    void what_is_written_later_is_not_held_back() {
        writer.cork();
        writer.uncork();

        reply();

        assertThat(writes).containsExactly("head ", "piece of the body ", "end ", "of it");
    }

    @Test
    void corking_twice_loses_nothing() {
        writer.cork();
        writer.write(bytes("first "));
        writer.cork();
        writer.write(bytes("second"));
        writer.uncork();
        writer.uncork();

        assertThat(writes).containsExactly("first second");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a connection, and can hold back what is written to send it at once: Helidon 4.3 writes a reply's head, each
 * chunk and the end of a chunked body one by one, and each write is a call of the operating system.
 */
final class CorkedWriter implements DataWriter {
    private final DataWriter socket;

    /** What is held back; null while nothing is. */
    private @Nullable BufferData held;

    CorkedWriter(DataWriter socket) {
        this.socket = socket;
    }

    void cork() {
        if (held == null) {
            held = BufferData.growing(2048);
        }
    }

    /** Sends what was held back; from now on, nothing is. */
    void uncork() {
        BufferData all = held;
        if (all != null) {
            held = null;
            if (all.available() > 0) {
                socket.write(all);
            }
            socket.flush();
        }
    }

    @Override
    public void write(BufferData... buffers) {
        if (!holds(buffers)) {
            socket.write(buffers);
        }
    }

    @Override
    public void write(BufferData buffer) {
        if (!holds(buffer)) {
            socket.write(buffer);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        if (!holds(buffers)) {
            socket.writeNow(buffers);
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        if (!holds(buffer)) {
            socket.writeNow(buffer);
        }
    }

    /** Keeps them for later, if it is corked. */
    private boolean holds(BufferData... buffers) {
        BufferData all = held;
        if (all == null) {
            return false;
        }
        for (BufferData buffer : buffers) {
            all.write(buffer);
        }
        return true;
    }

    @Override
    public void flush() {
        if (held == null) {
            socket.flush();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

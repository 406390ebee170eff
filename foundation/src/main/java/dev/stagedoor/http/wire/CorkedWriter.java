// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/**
 * Writes to a connection, and can hold back what is written to send it at once: Helidon 4.3 writes a reply's head, each
 * chunk and the end of a chunked body one by one, and each write is a call of the operating system.
 */
final class CorkedWriter implements DataWriter {
    private final DataWriter socket;
    private BufferData held = BufferData.empty();
    private boolean corked;

    CorkedWriter(DataWriter socket) {
        this.socket = socket;
    }

    void cork() {
        if (!corked) {
            corked = true;
            held = BufferData.growing(2048);
        }
    }

    /** Sends what was held back; from now on, nothing is. */
    void uncork() {
        if (corked) {
            corked = false;
            BufferData all = held;
            held = BufferData.empty();
            if (all.available() > 0) {
                socket.write(all);
            }
            socket.flush();
        }
    }

    @Override
    public void write(BufferData... buffers) {
        if (corked) {
            hold(buffers);
        } else {
            socket.write(buffers);
        }
    }

    @Override
    public void write(BufferData buffer) {
        if (corked) {
            held.write(buffer);
        } else {
            socket.write(buffer);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        if (corked) {
            hold(buffers);
        } else {
            socket.writeNow(buffers);
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        if (corked) {
            held.write(buffer);
        } else {
            socket.writeNow(buffer);
        }
    }

    private void hold(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            held.write(buffer);
        }
    }

    @Override
    public void flush() {
        if (!corked) {
            socket.flush();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

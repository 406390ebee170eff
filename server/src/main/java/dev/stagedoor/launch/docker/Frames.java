// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads a container's output as the engine sends it: a byte for the stream, three empty ones, four for the length, then the
 * bytes. They are passed on as they come, so a frame's length costs no memory.
 */
final class Frames {
    private static final int HEADER = 8;
    private static final int LENGTH = 4;
    private static final int BUFFER = 8192;

    private Frames() {}

    /** Takes the next bytes of a stream: 1 is standard output, 2 is standard error. */
    interface Sink {
        void take(int stream, byte[] bytes, int count);
    }

    /** Reads until the output ends. */
    static void read(InputStream from, Sink sink) throws IOException {
        byte[] header = new byte[HEADER];
        byte[] buffer = new byte[BUFFER];
        while (from.readNBytes(header, 0, HEADER) == HEADER) {
            long left = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(LENGTH));
            while (left > 0) {
                int count = from.read(buffer, 0, (int) Math.min(BUFFER, left));
                if (count < 0) {
                    return;
                }
                sink.take(header[0], buffer, count);
                left -= count;
            }
        }
    }
}

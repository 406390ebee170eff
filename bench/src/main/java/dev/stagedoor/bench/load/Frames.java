// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The frames of one WebSocket: those that have arrived, and how a client's are written. */
final class Frames {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int SHORT = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final byte[] NONE = {};

    private byte[] rest = NONE;

    /** Hears one frame. */
    interface Listener {
        void frame(int kind, byte[] bytes, int from, int length) throws IOException;
    }

    /** Hears each frame that is complete now; keeps the rest. */
    void arrived(byte[] bytes, int length, Listener listener) throws IOException {
        byte[] all = bytes;
        int end = length;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + length);
            System.arraycopy(bytes, 0, all, rest.length, length);
            end = all.length;
        }
        int at = 0;
        for (int next = one(all, at, end, listener); next > at; next = one(all, at, end, listener)) {
            at = next;
        }
        rest = at == end ? NONE : Arrays.copyOfRange(all, at, end);
    }

    /** Where the next frame begins; {@code at} if this one is not complete. */
    private static int one(byte[] all, int at, int end, Listener listener) throws IOException {
        if (end - at < 2) {
            return at;
        }
        int code = all[at + 1] & 0x7f;
        int head = code <= SHORT ? 2 : code == TWO_BYTES ? 4 : 10;
        if (end - at < head) {
            return at;
        }
        int length = code;
        if (code == TWO_BYTES) {
            length = ByteBuffer.wrap(all, at + 2, 2).getShort() & 0xffff;
        } else if (code == EIGHT_BYTES) {
            length = Math.toIntExact(ByteBuffer.wrap(all, at + 2, 8).getLong());
        }
        if (end - at - head < length) {
            return at;
        }
        if ((all[at] & 0x80) == 0) {
            throw new IOException("a frame in parts, which this client does not put together");
        }
        listener.frame(all[at] & 0xf, all, at + head, length);
        return at + head + length;
    }

    /** A frame of a client's, masked by zeros, which change nothing. */
    static ByteBuffer masked(int kind, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) (0x80 | kind));
        if (payload.length <= SHORT) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | TWO_BYTES)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }

    static ByteBuffer text(String text) {
        return masked(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
}

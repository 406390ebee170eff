// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import java.util.ArrayDeque;

/**
 * Declares all data in the frames of a WebSocket (RFC 6455 §5.2) binary as they arrive, and remembers what they were.
 * Helidon 4.3 decodes each frame of a text message by itself, which destroys a character that is split over two; binary
 * ones it passes on as bytes, which the receiver joins before it decodes them. For the thread that reads the connection.
 */
public final class FrameKinds {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int MASK_BYTES = 4;

    private final byte[] header = new byte[2 + Long.BYTES + MASK_BYTES];
    private int ofHeader;
    private long ofPayload;

    /** Of the messages that have been read ahead: few, since each takes a frame's header of the buffer that was read. */
    private final ArrayDeque<Boolean> binary = new ArrayDeque<>(1);

    /** Whether the next message, which has not been asked about yet, is binary. */
    public boolean nextIsBinary() {
        return Boolean.TRUE.equals(binary.poll());
    }

    /** Replaces the kinds in place. */
    void replace(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (ofPayload > 0) {
                int some = (int) Math.min(ofPayload, bytes.length - at);
                ofPayload -= some;
                at += some;
            } else {
                bytes[at] = header(bytes[at]);
                at++;
            }
        }
    }

    private byte header(byte one) {
        header[ofHeader++] = one;
        if (ofHeader >= 2 && ofHeader == headerLength()) {
            ofPayload = payloadLength();
            ofHeader = 0;
            return one;
        }
        return ofHeader == 1 ? replaced(one) : one;
    }

    private byte replaced(byte first) {
        int kind = first & 0x0f;
        if (kind != TEXT && kind != BINARY) {
            return first;
        }
        binary.add(kind == BINARY);
        return (byte) ((first & 0xf0) | BINARY);
    }

    private int headerLength() {
        return 2 + lengthBytes() + ((header[1] & 0x80) == 0 ? 0 : MASK_BYTES);
    }

    private int lengthBytes() {
        return switch (header[1] & 0x7f) {
            case 126 -> Short.BYTES;
            case 127 -> Long.BYTES;
            default -> 0;
        };
    }

    /** One that is negative is refused by the parser. */
    private long payloadLength() {
        if (lengthBytes() == 0) {
            return header[1] & 0x7f;
        }
        long length = 0;
        for (int i = 2; i < 2 + lengthBytes(); i++) {
            length = length << 8 | (header[i] & 0xff);
        }
        return length;
    }
}

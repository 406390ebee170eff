// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A client's messages up to a Sync, in PostgreSQL's protocol 3: parsed far enough to know whether they commit. Prepared
 * statements are remembered by name, because a COMMIT prepared once is later only named.
 */
final class FrontendBatch {
    private final Map<String, String> statements = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean commits;
    private boolean complete;

    /** The first message of a connection, which has no type. */
    static byte[] startup(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        return ByteBuffer.allocate(length).putInt(length).put(body).array();
    }

    /** One message: type, length, body. */
    static byte[] message(DataInputStream in) throws IOException {
        byte type = in.readByte();
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        if (body.length < length - 4) {
            throw new EOFException();
        }
        return ByteBuffer.allocate(length + 1)
                .put(type)
                .putInt(length)
                .put(body)
                .array();
    }

    /** Reads up to a Sync, or one message outside the extended query protocol; false at the end of the connection. */
    boolean read(DataInputStream in) throws IOException {
        complete = false;
        try {
            while (true) {
                byte[] message = message(in);
                bytes.write(message);
                char type = (char) message[0];
                note(type, message);
                // BEGIN precedes it as a simple query, in the same packet: no round trip yet.
                complete = type == 'S' || (type == 'Q' && in.available() == 0);
                if (complete || type == 'Q' || type == 'p' || type == 'X' || type == 'H') {
                    return true;
                }
            }
        } catch (EOFException end) {
            return false;
        }
    }

    private void note(char type, byte[] message) {
        if (type == 'P') {
            String name = text(message, 5);
            statements.put(name, text(message, 5 + name.length() + 1));
        } else if (type == 'B') {
            String portal = text(message, 5);
            String name = text(message, 5 + portal.length() + 1);
            commits |=
                    "COMMIT".equalsIgnoreCase(statements.getOrDefault(name, "").strip());
        }
    }

    private static String text(byte[] message, int from) {
        int end = from;
        while (message[end] != 0) {
            end++;
        }
        return new String(message, from, end - from, StandardCharsets.UTF_8);
    }

    /** Whether its statements include a COMMIT. */
    boolean commits() {
        return commits;
    }

    /** Whether it ends where the client waits for an answer. */
    boolean isComplete() {
        return complete;
    }

    /** Its bytes; the next batch starts empty. */
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        commits = false;
        return taken;
    }
}

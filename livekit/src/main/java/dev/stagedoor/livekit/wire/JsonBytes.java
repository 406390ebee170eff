// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into a reusable byte array. Not thread-safe.
 *
 * <p>A comma goes before every value that does not follow an opening bracket. Text is UTF-8; what JSON must escape is
 * escaped, everything else goes out as it is.
 */
public final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] SPECIAL = special();
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_ESCAPE = 6;

    private byte[] buffer = new byte[1024];
    private int length;

    /** A field's encoded name, created once: {@code "name":}. */
    public static byte[] name(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** Clears it. A buffer grown beyond {@code keep} bytes is released. */
    public void reset(int keep) {
        length = 0;
        if (buffer.length > keep) {
            buffer = new byte[keep];
        }
    }

    public JsonBytes open() {
        separate(1);
        buffer[length++] = '{';
        return this;
    }

    public JsonBytes open(byte[] name) {
        field(name, 1);
        buffer[length++] = '{';
        return this;
    }

    public JsonBytes close() {
        return raw('}');
    }

    public JsonBytes openArray(byte[] name) {
        field(name, 1);
        buffer[length++] = '[';
        return this;
    }

    public JsonBytes closeArray() {
        return raw(']');
    }

    private JsonBytes raw(char ascii) {
        room(1);
        buffer[length++] = (byte) ascii;
        return this;
    }

    /** A field, unless {@code value} is null or empty. */
    public JsonBytes text(byte[] name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            field(name, 0);
            string(value);
        }
        return this;
    }

    /** A field named at run time, such as the key of a map; written even when it is empty. */
    public JsonBytes entry(String name, String value) {
        separate(0);
        string(name);
        raw(':');
        string(value);
        return this;
    }

    /** An element of an array. */
    public JsonBytes element(String value) {
        separate(0);
        string(value);
        return this;
    }

    /** A field, written whatever its value. */
    public JsonBytes number(byte[] name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a negative number has no meaning to LiveKit");
        }
        field(name, LONGEST_NUMBER);
        int at = length + digits(value);
        length = at;
        long rest = value;
        while (rest >= 100) {
            long left = rest / 100;
            int pair = (int) (rest - left * 100);
            buffer[--at] = (byte) ('0' + pair % 10);
            buffer[--at] = (byte) ('0' + pair / 10);
            rest = left;
        }
        buffer[--at] = (byte) ('0' + rest % 10);
        if (rest >= 10) {
            buffer[--at] = (byte) ('0' + rest / 10);
        }
        return this;
    }

    /** A field, unless {@code value} is 0. */
    public JsonBytes positive(byte[] name, int value) {
        return value == 0 ? this : number(name, value);
    }

    /** A field, written whatever its value; not at all for null. */
    public JsonBytes bool(byte[] name, @Nullable Boolean value) {
        if (value == null) {
            return this;
        }
        field(name, 5);
        if (value) {
            buffer[length++] = 't';
            buffer[length++] = 'r';
            buffer[length++] = 'u';
        } else {
            buffer[length++] = 'f';
            buffer[length++] = 'a';
            buffer[length++] = 'l';
            buffer[length++] = 's';
        }
        buffer[length++] = 'e';
        return this;
    }

    /** A field that is only worth its bytes when it is true. */
    public JsonBytes flag(byte[] name, boolean value) {
        return value ? bool(name, true) : this;
    }

    /** A field whose value is JSON already. */
    public JsonBytes json(byte[] name, String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        field(name, bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long limit = 10; digits < LONGEST_NUMBER - 1 && value >= limit; limit *= 10) {
            digits++;
        }
        return digits;
    }

    private void field(byte[] name, int more) {
        separate(name.length + more);
        System.arraycopy(name, 0, buffer, length, name.length);
        length += name.length;
    }

    private void separate(int more) {
        room(more + 1);
        if (length > 0 && buffer[length - 1] != '{' && buffer[length - 1] != '[') {
            buffer[length++] = ',';
        }
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(length, more)));
        }
    }

    private void string(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(Math.addExact(Math.multiplyExact(utf8.length, LONGEST_ESCAPE), 2));
        var out = buffer;
        int at = length;
        boolean suspect = utf8.length != text.length();
        out[at++] = '"';
        for (byte b : utf8) {
            if (!SPECIAL[b & 0xff]) {
                out[at++] = b;
            } else if (b == '?') {
                suspect = true;
                out[at++] = b;
            } else {
                at = escape(out, at, b);
            }
        }
        if (suspect) {
            refuseHalfCharacters(text);
        }
        out[at++] = '"';
        length = at;
    }

    /** Half of a surrogate pair is no character: UTF-8 has turned it into a question mark without a word. */
    private static void refuseHalfCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && text.codePointAt(i++) < 0x10000) {
                throw new IllegalArgumentException("text holds half a surrogate pair");
            }
        }
    }

    private static int escape(byte[] out, int start, byte b) {
        int at = start;
        out[at++] = '\\';
        if (b == '"' || b == '\\') {
            out[at++] = b;
            return at;
        }
        out[at++] = 'u';
        out[at++] = '0';
        out[at++] = '0';
        out[at++] = HEX[b >> 4];
        out[at++] = HEX[b & 0xf];
        return at;
    }

    /** Bytes to look at twice. */
    private static boolean[] special() {
        var special = new boolean[256];
        Arrays.fill(special, 0, ' ', true);
        special['"'] = true;
        special['\\'] = true;
        special['?'] = true;
        return special;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** What was written, copied. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }
}

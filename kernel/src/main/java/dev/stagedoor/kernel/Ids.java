// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Prefixed ids that sort by creation time: {@code dsp_} and 26 characters of Crockford's base 32 in lower
 * case, the first ten being milliseconds since 1970 and the other sixteen 80 random bits (the layout of a ULID).
 */
public final class Ids {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 26;
    private static final ThreadLocal<SecureRandom> RANDOM = ThreadLocal.withInitial(SecureRandom::new);

    private Ids() {}

    /** A new id, {@code prefix} given without its underscore. */
    public static String next(String prefix, Instant now) {
        char[] out = new char[LENGTH];
        long millis = now.toEpochMilli();
        for (int i = 9; i >= 0; i--) {
            out[i] = ALPHABET[(int) (millis & 31)];
            millis >>>= 5;
        }
        byte[] random = new byte[10];
        RANDOM.get().nextBytes(random);
        long bits = 0;
        int have = 0;
        int at = 10;
        for (byte b : random) {
            bits = (bits << 8) | (b & 0xff);
            have += 8;
            while (have >= 5) {
                have -= 5;
                out[at++] = ALPHABET[(int) ((bits >>> have) & 31)];
            }
        }
        return prefix + '_' + new String(out);
    }

    /** Whether {@code id} has the form that {@link #next} produces for this prefix. */
    public static boolean isId(String prefix, String id) {
        int start = prefix.length() + 1;
        if (id.length() != start + LENGTH || !id.startsWith(prefix) || id.charAt(start - 1) != '_') {
            return false;
        }
        for (int i = start; i < id.length(); i++) {
            if ("0123456789abcdefghjkmnpqrstvwxyz".indexOf(id.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}

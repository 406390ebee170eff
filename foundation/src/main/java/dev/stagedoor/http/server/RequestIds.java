// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id shared by a request, its reply, its audit entries and its log lines. */
final class RequestIds {
    private static final int LONGEST = 64;

    private RequestIds() {}

    /** The client's own, if it is valid, else a new one. It is not a secret, so it may be predictable. */
    static String of(@Nullable String sent) {
        return sent != null && isWellFormed(sent) ? sent : next();
    }

    private static boolean isWellFormed(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    private static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[24];
        long bits = random.nextLong();
        for (int i = 0; i < id.length; i++) {
            if (i == 12) {
                bits = random.nextLong();
            }
            id[i] = "0123456789abcdefghjkmnpqrstvwxyz".charAt((int) (bits & 31));
            bits >>>= 5;
        }
        return "req_" + new String(id);
    }
}

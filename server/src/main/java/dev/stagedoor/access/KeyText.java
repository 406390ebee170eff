// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The text of an API key: the prefix of its kind, 43 random characters of base 62 (256 bits), and a 6-character CRC-32
 * of the rest. The checksum rejects mistyped keys without a lookup, and lets secret scanners recognize leaked keys.
 */
final class KeyText {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BODY = 43;
    private static final int CHECK = 6;
    private static final ThreadLocal<SecureRandom> RANDOM = ThreadLocal.withInitial(SecureRandom::new);

    private KeyText() {}

    static Secret next(KeyKind kind) {
        StringBuilder text = new StringBuilder(prefix(kind));
        for (int i = 0; i < BODY; i++) {
            text.append(ALPHABET.charAt(RANDOM.get().nextInt(ALPHABET.length())));
        }
        byte[] soFar = text.toString().getBytes(StandardCharsets.US_ASCII);
        return Secret.of(text.append(check(soFar, soFar.length)).toString());
    }

    /** The key's hash, if the text is well-formed. */
    static Optional<KeyHash> hash(String text) {
        int prefix = prefixLength(text);
        if (prefix == 0 || text.length() != prefix + BODY + CHECK) {
            return Optional.empty();
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int checked = prefix + BODY;
        if (!text.regionMatches(checked, check(bytes, checked), 0, CHECK)) {
            return Optional.empty();
        }
        return Optional.of(KeyHash.of(bytes));
    }

    private static int prefixLength(String text) {
        for (KeyKind kind : KeyKind.values()) {
            String prefix = prefix(kind);
            if (text.startsWith(prefix)) {
                return prefix.length();
            }
        }
        return 0;
    }

    private static String prefix(KeyKind kind) {
        return switch (kind) {
            case OPERATOR -> "sd_op_";
            case SECRET -> "sd_live_";
            case PUBLISHABLE -> "sd_pub_";
            case APP -> "sd_app_";
        };
    }

    private static String check(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        long rest = crc.getValue();
        char[] out = new char[CHECK];
        for (int i = CHECK - 1; i >= 0; i--) {
            out[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(out);
    }
}

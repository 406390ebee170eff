// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoded text (RFC 3986 §2.1) and forms' (the URL standard's {@code application/x-www-form-urlencoded}), read strictly. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Decodes a text whose other characters are single bytes.
     *
     * @param name        of what it is, for the refusal
     * @param plusIsSpace whether + stands for a space, as in forms
     * @throws Problem {@code malformed_request} if a % has no two hexadecimal digits behind it, or the bytes are not UTF-8
     */
    public static String decoded(String name, String raw, boolean plusIsSpace) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw refused(name, "has a % that is not followed by two hexadecimal digits");
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put((byte) (c == '+' && plusIsSpace ? ' ' : c));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw refused(name, "is not UTF-8");
        }
    }

    private static Problem refused(String name, String why) {
        return Problem.of(ErrorCode.MALFORMED_REQUEST, name + ": " + why).field(name, why);
    }
}

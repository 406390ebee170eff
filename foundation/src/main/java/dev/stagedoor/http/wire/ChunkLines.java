// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;

/** The lines between the chunks of a body (RFC 9112 §7.1): sizes, extensions and trailers. */
final class ChunkLines {
    private static final int HEX_DIGITS = 15;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private ChunkLines() {}

    /** The size that begins a chunk; extensions are checked and ignored. */
    static long size(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int digits = 0;
        while (digits < text.length() && isHexDigit(text.charAt(digits))) {
            digits++;
        }
        String rest = text.substring(digits).stripLeading();
        if (digits == 0 || digits > HEX_DIGITS || !(rest.isEmpty() || rest.startsWith(";")) || !isFieldText(rest)) {
            throw malformed("a chunk's size is not hexadecimal");
        }
        return Long.parseLong(text.substring(0, digits), 16);
    }

    /** Refuses a trailer that is not a header field. */
    static void requireField(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':');
        boolean named = colon > 0 && text.chars().limit(colon).allMatch(ChunkLines::isTokenMark);
        if (!named || !isFieldText(text)) {
            throw malformed("a trailer is not a header field");
        }
    }

    static Problem malformed(String why) {
        return Problem.of(ErrorCode.MALFORMED_REQUEST, "The chunked body is malformed: " + why + '.');
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isTokenMark(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isFieldText(String text) {
        return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
    }
}

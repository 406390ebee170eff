// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON is UTF-8 here (RFC 8259 §8.1), although Jackson would also read UTF-16 and UTF-32 without being told. It can
 * escape characters that cannot be stored: NUL, which PostgreSQL does not support, and unpaired surrogates, which have
 * no UTF-8 form. Both are rejected, naming the field.
 */
public final class WireText {
    private WireText() {}

    /** Refuses a document that is not UTF-8, or in which a name or string holds NUL or an unpaired surrogate. */
    public static void requireStorable(byte[] json) {
        if (!isUtf8(json)) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "The body is not UTF-8.");
        }
        if (mayEscapeThem(json)) {
            JsonProblems.reading(() -> walk(json));
        }
    }

    /** NUL is not JSON in UTF-8, and JSON in UTF-16 or UTF-32 is never without it. */
    private static boolean isUtf8(byte[] json) {
        boolean ascii = true;
        for (byte one : json) {
            if (one == 0) {
                return false;
            }
            ascii &= one > 0;
        }
        return ascii || decodes(json);
    }

    private static boolean decodes(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Looks for the escapes; a document without them, as almost all are, is not parsed twice. */
    private static boolean mayEscapeThem(byte[] json) {
        int i = 0;
        while (i + 5 < json.length) {
            if (json[i] != '\\') {
                i++;
            } else if (isSuspect(json, i + 1)) {
                return true;
            } else {
                i += 2;
            }
        }
        return false;
    }

    /** Whether {@code u0000} or the start of a surrogate's escape is at that position. */
    private static boolean isSuspect(byte[] json, int at) {
        if (json[at] != 'u') {
            return false;
        }
        boolean nul = json[at + 1] == '0' && json[at + 2] == '0' && json[at + 3] == '0' && json[at + 4] == '0';
        return nul || json[at + 1] == 'd' || json[at + 1] == 'D';
    }

    private static Boolean walk(byte[] json) throws IOException {
        try (JsonParser parser = Json.longMapper().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)
                        && !PlainText.isStorable(parser.getText())) {
                    throw refused(token == JsonToken.FIELD_NAME ? "" : path(parser));
                }
            }
        }
        return true;
    }

    private static String path(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return JsonProblems.shown(pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.'));
    }

    private static Problem refused(String field) {
        return field.isEmpty()
                ? Problem.of(ErrorCode.INVALID_REQUEST, "A field name contains NUL or an unpaired surrogate.")
                : Problem.invalid(field, "contains NUL or an unpaired surrogate");
    }
}

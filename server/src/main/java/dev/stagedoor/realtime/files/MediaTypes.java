// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What the bytes of a file are, by how they begin. */
final class MediaTypes {
    static final String TEXT = "text/plain; charset=utf-8";

    private static final String BYTES = "application/octet-stream";
    private static final List<Magic> KNOWN = List.of(
            new Magic("89504e470d0a1a0a", 0, "image/png"),
            new Magic("ffd8ff", 0, "image/jpeg"),
            new Magic("47494638", 0, "image/gif"),
            new Magic("57454250", 8, "image/webp"),
            new Magic("255044462d", 0, "application/pdf"));

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Magic(byte[] bytes, int at, String mediaType) {
        Magic(String hex, int at, String mediaType) {
            this(HexFormat.of().parseHex(hex), at, mediaType);
        }

        boolean begins(byte[] content) {
            return content.length >= at + bytes.length
                    && Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }

    private MediaTypes() {}

    /** The media type; markup is text, since nothing here is to be run. */
    static String of(byte[] content) {
        for (Magic magic : KNOWN) {
            if (magic.begins(content)) {
                return magic.mediaType();
            }
        }
        return isText(content) ? TEXT : BYTES;
    }

    private static boolean isText(byte[] content) {
        for (byte one : content) {
            if (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t') {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }
}

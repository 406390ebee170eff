// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;

/** How a request says where its body ends (RFC 9112 §6.3). */
public enum BodyFraming {
    /** It has no body. */
    NONE,
    /** One {@code Content-Length}. */
    LENGTH,
    /** {@code Transfer-Encoding: chunked}, in whatever case. */
    CHUNKED,
    /** Two servers could disagree, and read different requests from the same bytes (request smuggling). */
    UNCLEAR;

    private static final int DIGITS = 18;

    /** The framing of a request with those headers. */
    public static BodyFraming of(Headers headers) {
        boolean coded = headers.contains(HeaderNames.TRANSFER_ENCODING);
        if (!headers.contains(HeaderNames.CONTENT_LENGTH)) {
            return coded ? ofCodings(headers.values(HeaderNames.TRANSFER_ENCODING)) : NONE;
        }
        return coded || !isLength(headers.values(HeaderNames.CONTENT_LENGTH)) ? UNCLEAR : LENGTH;
    }

    private static BodyFraming ofCodings(List<String> codings) {
        return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked") ? CHUNKED : UNCLEAR;
    }

    private static boolean isLength(List<String> lengths) {
        String length = lengths.size() == 1 ? lengths.getFirst() : "";
        return !length.isEmpty() && length.length() <= DIGITS && length.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

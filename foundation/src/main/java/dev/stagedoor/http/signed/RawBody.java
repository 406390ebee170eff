// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.signed;

import java.nio.charset.StandardCharsets;

/** A body that the route reads itself. */
public final class RawBody {
    private final byte[] bytes;

    /** Takes ownership of the bytes: do not modify them afterwards. */
    public RawBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

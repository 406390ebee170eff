// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.time.Instant;

/** The public id of an API key, {@code key_…}; it is not the key. */
public record KeyId(String value) {
    public KeyId {
        if (!Ids.isId("key", value)) {
            throw new IllegalArgumentException("not a key id: " + value);
        }
    }

    /** A new id. */
    public static KeyId next(Instant now) {
        return new KeyId(Ids.next("key", now));
    }

    @Override
    public String toString() {
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;

/** A position in a chain and the hash there. Stored elsewhere, it is a pin: the chain must still pass through it. */
public record Head(long seq, Hash hash) {
    public Head {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative");
        }
    }
}

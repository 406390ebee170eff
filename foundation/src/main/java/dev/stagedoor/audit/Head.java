// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;

/** A place in a chain and the hash there. Kept elsewhere, it is a pin that the chain must still go through. */
public record Head(long seq, Hash hash) {
    public Head {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative");
        }
    }
}

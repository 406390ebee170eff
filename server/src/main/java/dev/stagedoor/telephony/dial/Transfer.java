// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.TransferState;
import dev.stagedoor.calls.CallId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that is handed over to another number.
 *
 * @param id        {@code tra_…}
 * @param sipStatus of a refusal, if the carrier gave one
 */
record Transfer(
        String id,
        CallId call,
        String to,
        TransferState state,
        @Nullable Integer sipStatus,
        Instant createdAt) {
    /** Whether it may still happen. */
    boolean isOpen() {
        return switch (state) {
            case REQUESTED, UNKNOWN -> true;
            case COMPLETED, FAILED -> false;
        };
    }

    /** Masked: a number is somebody's. */
    @Override
    public String toString() {
        return "Transfer[" + id + ", " + state + "]";
    }
}

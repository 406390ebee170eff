// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.util.concurrent.atomic.AtomicLong;

/** The users the tokens are for. */
public enum Users {
    /** A new user for every request. */
    NEW,

    /** The same hundred users in turn. */
    A_HUNDRED;

    private static final int HUNDRED = 100;
    private static final AtomicLong NEXT = new AtomicLong(HUNDRED);

    /** The user of the {@code n}th request. */
    public long ofRequest(int n) {
        return switch (this) {
            case NEW -> NEXT.getAndIncrement();
            case A_HUNDRED -> n % HUNDRED;
        };
    }
}

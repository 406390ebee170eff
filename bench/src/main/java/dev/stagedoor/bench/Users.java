// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Whom the tokens are for. */
enum Users {
    /** Every request's user asks for the first time. */
    NEW,

    /** A hundred users, again and again. */
    A_HUNDRED;

    private static final int HUNDRED = 100;
    private static final AtomicLong NEXT = new AtomicLong(HUNDRED);

    /** The user of the {@code n}th request. */
    long ofRequest(int n) {
        return switch (this) {
            case NEW -> NEXT.getAndIncrement();
            case A_HUNDRED -> n % HUNDRED;
        };
    }
}

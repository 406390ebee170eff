// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

/** How many messages one client may send; used by its connection's thread alone. */
final class MessageRate {
    /** A burst of so many seconds' messages is no flood. */
    private static final int BURST = 5;

    private final double perSecond;
    private double left;
    private long counted = System.nanoTime();

    MessageRate(int perSecond) {
        this.perSecond = perSecond;
        this.left = (double) perSecond * BURST;
    }

    /** Whether one more message is within the limit. */
    boolean takes() {
        long now = System.nanoTime();
        left = Math.min(perSecond * BURST, left + (now - counted) * perSecond / 1e9);
        counted = now;
        left -= 1;
        return left >= 0;
    }
}

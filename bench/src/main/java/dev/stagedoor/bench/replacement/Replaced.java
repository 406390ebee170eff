// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.replacement;

import java.time.Duration;

/**
 * What became of an agent that was killed.
 *
 * @param lost   seconds until it was said to be lost; not a number if it was not
 * @param active seconds until another was seen active in the room; not a number if none was
 * @param two    for how long LiveKit listed two
 */
record Replaced(double lost, double active, Duration two) {
    boolean isThere() {
        return !Double.isNaN(active);
    }
}

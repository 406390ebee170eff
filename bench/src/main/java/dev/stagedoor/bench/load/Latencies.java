// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.util.Arrays;
import java.util.List;

/** How long each of many things took. */
public final class Latencies {
    private final long[] sortedNanos;

    private Latencies(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    /** Collects on one thread. */
    public static final class Recorder {
        private long[] nanos = new long[1 << 12];
        private int count;

        public void add(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = took;
        }

        public int count() {
            return count;
        }
    }

    /** All that these recorded; they are not used any more. */
    public static Latencies of(List<Recorder> recorders) {
        long[] all = recorders.stream()
                .flatMapToLong(recorder -> Arrays.stream(recorder.nanos, 0, recorder.count))
                .sorted()
                .toArray();
        return new Latencies(all);
    }

    public int count() {
        return sortedNanos.length;
    }

    /** In milliseconds, the least that {@code percent} of them did not exceed; 0 if there are none. */
    public double millis(double percent) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(sortedNanos.length * percent / 100);
        return sortedNanos[Math.clamp(rank - 1, 0, sortedNanos.length - 1)] / 1e6;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.util.Arrays;
import java.util.List;

/** The recorded latencies of many operations. */
public final class Latencies {
    private final long[] sortedNanos;

    private Latencies(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    /** Records latencies on one thread. */
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

    /** Everything these recorders hold; they must not be used afterwards. */
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

    /** The nearest-rank {@code percent}th percentile in milliseconds; 0 if nothing was recorded. */
    public double millis(double percent) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(sortedNanos.length * percent / 100);
        return sortedNanos[Math.clamp(rank - 1, 0, sortedNanos.length - 1)] / 1e6;
    }
}

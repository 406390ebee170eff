// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU time in microseconds, from {@code /proc}, in steps of 10 ms.
 *
 * @param user   time in the program
 * @param system time in the kernel on its behalf; kernel threads' disk work is not attributed to any process
 */
public record CpuTime(long user, long system) {
    /** Zero CPU time. */
    public static final CpuTime NONE = new CpuTime(0, 0);

    private static final long MICROS_PER_TICK = 10_000;

    /**
     * CPU time used so far by a process and its descendants. An ended child still counts, through its parent. One that
     * ends between the parent's and its own reading is missed, so this reads twice and takes the larger total.
     */
    public static CpuTime ofTree(long pid) {
        CpuTime first = readTree(pid);
        CpuTime second = readTree(pid);
        return first.total() > second.total() ? first : second;
    }

    private static CpuTime readTree(long pid) {
        LongStream below = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), below)
                .mapToObj(each -> ofStat(Path.of("/proc", Long.toString(each), "stat"), true))
                .reduce(NONE, CpuTime::plus);
    }

    /** CPU time used so far by this process and its threads, without its descendants. */
    public static CpuTime ofSelf() {
        return ofStat(Path.of("/proc/self/stat"), false);
    }

    /** CPU time used so far by one thread, given its folder in {@code /proc/pid/task}. */
    public static CpuTime ofThread(Path task) {
        return ofStat(task.resolve("stat"), false);
    }

    /** utime and stime (fields 14 and 15 of a stat file), plus those of ended children (16 and 17) if requested. */
    private static CpuTime ofStat(Path file, boolean withEnded) {
        try {
            String stat = Files.readString(file);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long[] ticks = Stream.of(fields[11], fields[12], fields[13], fields[14])
                    .mapToLong(Long::parseLong)
                    .map(each -> each * MICROS_PER_TICK)
                    .toArray();
            long[] ended = withEnded ? Arrays.copyOfRange(ticks, 2, 4) : new long[2];
            return new CpuTime(ticks[0] + ended[0], ticks[1] + ended[1]);
        } catch (IOException gone) {
            return NONE;
        }
    }

    public CpuTime plus(CpuTime other) {
        return new CpuTime(user + other.user, system + other.system);
    }

    public CpuTime minus(CpuTime before) {
        return new CpuTime(user - before.user, system - before.system);
    }

    public long total() {
        return user + system;
    }
}

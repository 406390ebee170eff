package dev.stagedoor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time that this process and the PostgreSQL below it have used, in microseconds, read from {@code /proc}. A
 * backend that ended still counts: its time is its parent's.
 */
final class ProcessorTime {
    private static final long MICROS_PER_TICK = 10_000;

    private final long self;
    private final long postgres;

    private ProcessorTime(long self, long postgres) {
        this.self = self;
        this.postgres = postgres;
    }

    static ProcessorTime now() {
        List<ProcessHandle> below = ProcessHandle.current().descendants().toList();
        long postgres =
                below.stream().mapToLong(child -> used(child.pid(), true)).sum();
        return new ProcessorTime(used(ProcessHandle.current().pid(), false), postgres);
    }

    /** This process, since {@code before}. */
    long selfSince(ProcessorTime before) {
        return self - before.self;
    }

    /** PostgreSQL, since {@code before}. */
    long postgresSince(ProcessorTime before) {
        return postgres - before.postgres;
    }

    /** utime and stime (fields 14 and 15 of /proc/pid/stat), and those of ended children (16 and 17) if asked for. */
    private static long used(long pid, boolean withEnded) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            Stream<String> ticks = Arrays.stream(fields, 11, withEnded ? 15 : 13);
            return ticks.mapToLong(Long::parseLong).sum() * MICROS_PER_TICK;
        } catch (IOException ended) {
            return 0;
        }
    }
}

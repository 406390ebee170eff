// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * What Java threads did while on CPU, including native code and system calls: JDK Flight Recorder's CPU-time samples
 * (JEP 509, Linux).
 */
public final class CpuProfile {
    private static final String EVENT = "jdk.CPUTimeSample";

    private final Map<CodeArea, Integer> areas = new EnumMap<>(CodeArea.class);
    private final Map<String, Integer> methods = new HashMap<>();
    private int samples;

    private CpuProfile() {}

    /** The JVM option that records to {@code file}; the recording is complete once the JVM has exited. */
    public static String javaOption(Path file) {
        return "-XX:StartFlightRecording:filename=" + file + ',' + EVENT + "#enabled=true," + EVENT + "#throttle=2ms";
    }

    /** The samples taken between two moments. */
    public static CpuProfile read(Path file, Instant from, Instant to) {
        CpuProfile profile = new CpuProfile();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                boolean during = event.getStartTime().isAfter(from)
                        && event.getStartTime().isBefore(to);
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(EVENT) && during && stack != null) {
                    profile.add(stack);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return profile;
    }

    private void add(RecordedStackTrace stack) {
        List<String> names = new ArrayList<>();
        for (RecordedFrame frame : stack.getFrames()) {
            names.add(frame.getMethod().getType().getName()
                    + '.'
                    + frame.getMethod().getName());
        }
        samples++;
        areas.merge(CodeArea.of(names), 1, Integer::sum);
        methods.merge(names.isEmpty() ? "?" : names.getFirst(), 1, Integer::sum);
    }

    public int samples() {
        return samples;
    }

    /** Each area's share; {@code micros} is the CPU time per request that all samples represent. */
    public String areas(double micros) {
        return table("area", areas, CodeArea::title, micros, areas.size());
    }

    /** The innermost methods, most frequent first. */
    public String methods(double micros, int most) {
        return table("innermost method", methods, name -> '`' + name + '`', micros, most);
    }

    private <T> String table(String title, Map<T, Integer> counts, Function<T, String> name, double micros, int most) {
        MarkdownTable table = new MarkdownTable(title, "share", "CPU µs/request");
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .forEach(entry -> {
                    double share = (double) entry.getValue() / samples;
                    table.row(name.apply(entry.getKey()), Text.tenths(100 * share) + " %", Text.tenths(share * micros));
                });
        return table.toString();
    }
}

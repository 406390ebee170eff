// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The CPU time of threads or processes, summed by purpose. */
public final class ThreadTimes {
    private static final String COMPILER = "JIT compiler";
    private static final String VM = "garbage collector, VM, flight recorder";

    private final Map<String, CpuTime> used;

    private ThreadTimes(Map<String, CpuTime> used) {
        this.used = used;
    }

    /** The threads of a JVM. */
    public static ThreadTimes ofJvm(long pid) {
        List<Path> tasks = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            folders.forEach(tasks::add);
        } catch (IOException gone) {
            return new ThreadTimes(Map.of());
        }
        return of(tasks, "comm", ThreadTimes::jvmGroup);
    }

    /** The processes of a PostgreSQL server, by their process titles. */
    public static ThreadTimes ofPostgres(long pid) {
        List<Path> processes = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .toList();
        return of(processes, "cmdline", ThreadTimes::postgresGroup);
    }

    private static ThreadTimes of(List<Path> folders, String nameFile, UnaryOperator<String> group) {
        Map<String, CpuTime> used = new HashMap<>();
        for (Path folder : folders) {
            try {
                String name = Files.readString(folder.resolve(nameFile))
                        .replace('\0', ' ')
                        .strip();
                used.merge(group.apply(name), CpuTime.ofThread(folder), CpuTime::plus);
            } catch (IOException gone) {
                used.putIfAbsent("ended meanwhile", CpuTime.NONE);
            }
        }
        return new ThreadTimes(used);
    }

    private static String jvmGroup(String name) {
        if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
            return COMPILER;
        }
        if (name.startsWith("G1 ") || name.startsWith("GC ") || name.startsWith("VM ") || name.startsWith("JFR")) {
            return VM;
        }
        return name.startsWith("ForkJoinPool") ? "requests (carriers of virtual threads)" : "thread " + name;
    }

    /** CPU time of the JIT compiler. */
    public CpuTime compiler() {
        return used.getOrDefault(COMPILER, CpuTime.NONE);
    }

    /** CPU time since {@code before} of all threads that run Java code. */
    public CpuTime javaSince(ThreadTimes before) {
        return since(before).entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals(COMPILER) && !entry.getKey().equals(VM))
                .map(Map.Entry::getValue)
                .reduce(CpuTime.NONE, CpuTime::plus);
    }

    /** {@code postgres: stagedoor_lane tokens 127.0.0.1(51512) idle}: the role, or the kind of process. */
    private static String postgresGroup(String title) {
        String[] words = title.split(" ", -1);
        boolean backend = title.contains("127.0.0.1(");
        return backend && words.length > 1 ? "backends of " + words[1] : title.replaceFirst("^postgres: ", "");
    }

    /** CPU time per request since {@code before}, largest first; omits entries below 0.1 µs. */
    public String since(ThreadTimes before, int requests, String title) {
        MarkdownTable table = new MarkdownTable(title, "CPU µs/request", "in the program", "in the kernel");
        since(before).entrySet().stream()
                .filter(entry -> entry.getValue().total() * 10 >= requests)
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().total()))
                .forEach(entry -> table.row(
                        entry.getKey(),
                        Text.tenths((double) entry.getValue().total() / requests),
                        Text.tenths((double) entry.getValue().user() / requests),
                        Text.tenths((double) entry.getValue().system() / requests)));
        return table.toString();
    }

    private Map<String, CpuTime> since(ThreadTimes before) {
        Map<String, CpuTime> spent = new HashMap<>();
        used.forEach((name, time) -> spent.put(name, time.minus(before.used.getOrDefault(name, CpuTime.NONE))));
        return spent;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.replacement;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.StagedoorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * From the SIGKILL of an agent's process to the moment at which its replacement is seen active, without webhooks: light
 * workers, each killed with five jobs, and the job processes of LiveKit's Node framework.
 */
public final class KilledAgents {
    private static final int TOGETHER = 5;
    /** Until an agent has been asked whether it is there; then any moment of the interval is as likely. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final Duration TWO_AT_MOST = Duration.ofSeconds(10);

    private final Path home;
    private final Path folder;
    private final ReplacingTenant tenant;

    private KilledAgents(Path home, Path folder, ReplacingTenant tenant) {
        this.home = home;
        this.folder = folder;
        this.tenant = tenant;
    }

    /** Kills so many light workers, and as many single job processes; returns a table. */
    public static MarkdownTable measure(Path home, Path folder, StagedoorServer server, int rounds) {
        MarkdownTable table = new MarkdownTable(
                "killed",
                "agents",
                "replaced",
                "s until lost, median",
                "p95",
                "s until the next is active, median",
                "p95",
                "slowest",
                "two for more than 10 s");
        try (ReplacingTenant tenant = ReplacingTenant.create(home, folder, server)) {
            KilledAgents bench = new KilledAgents(home, folder, tenant);
            report(table, "light worker with five jobs", bench.lightWorkers(rounds));
            report(table, "job process", bench.jobProcesses(rounds));
        }
        return table;
    }

    private List<Replaced> lightWorkers(int rounds) {
        List<Replaced> all = new ArrayList<>();
        Workers serving = Workers.light(home, folder, tenant);
        for (int round = 1; round <= rounds; round++) {
            List<Conversation> talks = conversations(TOGETHER);
            Workers next = Workers.light(home, folder, tenant);
            settle();
            Workers killed = serving;
            all.addAll(replaced(talks, killed::kill));
            serving = next;
            say("light", round, all);
        }
        serving.close();
        return all;
    }

    private List<Replaced> jobProcesses(int rounds) {
        List<Replaced> all = new ArrayList<>();
        try (Workers worker = Workers.processes(home, folder, tenant)) {
            for (int round = 1; round <= rounds; round++) {
                long process = worker.idleProcess();
                List<Conversation> talks = conversations(1);
                settle();
                all.addAll(replaced(talks, () -> Workers.kill(process)));
                say("process", round, all);
            }
        }
        return all;
    }

    private List<Conversation> conversations(int number) {
        List<Conversation> talks = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            talks.add(Conversation.begin(home, folder, tenant));
        }
        return talks;
    }

    private static void settle() {
        LockSupport.parkNanos(SETTLED.toNanos() + ThreadLocalRandom.current().nextLong(1_500_000_000L));
    }

    private static List<Replaced> replaced(List<Conversation> talks, Runnable kill) {
        long start = System.currentTimeMillis();
        kill.run();
        List<Replaced> all = Conversation.replacedAll(talks, start);
        talks.forEach(Conversation::close);
        return all;
    }

    private static void say(String what, int round, List<Replaced> all) {
        System.err.println("  replacement: " + what + ", round " + round + ", the last after "
                + Text.tenths(all.getLast().active()) + " s");
    }

    private static void report(MarkdownTable table, String name, List<Replaced> all) {
        List<Replaced> there = all.stream().filter(Replaced::isThere).toList();
        double[] lost = there.stream().mapToDouble(Replaced::lost).sorted().toArray();
        double[] active = there.stream().mapToDouble(Replaced::active).sorted().toArray();
        table.row(
                name,
                Integer.toString(all.size()),
                Integer.toString(there.size()),
                at(lost, 50),
                at(lost, 95),
                at(active, 50),
                at(active, 95),
                at(active, 100),
                Long.toString(all.stream()
                        .filter(one -> one.two().compareTo(TWO_AT_MOST) > 0)
                        .count()));
    }

    private static String at(double[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted.length == 0 ? "-" : Text.tenths(sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]);
    }
}

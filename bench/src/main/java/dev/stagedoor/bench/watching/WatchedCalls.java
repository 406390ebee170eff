// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.watching;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.processes.Command;
import dev.stagedoor.sandbox.SandboxMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How often one LiveKit server is asked while 1, 100 and 1,000 calls are live, each in a project of its own, and nothing
 * happens in them: by each call's own looks, as it was, and by one watch of the project.
 */
public final class WatchedCalls {
    private static final List<Integer> NUMBERS = List.of(1, 100, 1_000);
    private static final List<SandboxMethod> METHODS = List.of(
            SandboxMethod.LIST_ROOMS,
            SandboxMethod.LIST_PARTICIPANTS,
            SandboxMethod.LIST_DISPATCH,
            SandboxMethod.PERFORM_RPC);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(500);

    /**
     * Every call looks by itself, as long as one waits for late agents, and agents are asked as often as they were: in half a
     * minute, everything comes round six times.
     */
    private static final Contender AS_IT_WAS = new Contender(
            "each call looks",
            Map.of(
                    "STAGEDOOR_DISPATCH_SETTLE_PERIOD", "1h",
                    "STAGEDOOR_DISPATCH_REPLACEMENT_ASK_INTERVAL", "1500ms"),
            Duration.ofSeconds(12),
            Duration.ofSeconds(30));

    private static final Contender TOGETHER =
            new Contender("one watch of the project", Map.of(), Duration.ofSeconds(35), Duration.ofMinutes(1));

    private WatchedCalls() {}

    /**
     * A way of looking.
     *
     * @param settings in the server's environment
     * @param settled  until when rooms are looked at more closely, as late agents may come
     * @param measured for how long
     */
    private record Contender(String name, Map<String, String> settings, Duration settled, Duration measured) {
        Command set(Command command) {
            Command all = command;
            for (Map.Entry<String, String> each : settings.entrySet()) {
                all = all.with(each.getKey(), each.getValue());
            }
            return all;
        }
    }

    /** Measures both; returns a table. */
    public static MarkdownTable measure(Path home, Path folder, DurablePostgres postgres) {
        MarkdownTable table = new MarkdownTable(
                "requests per minute",
                "live calls",
                "ListRooms",
                "ListParticipants",
                "ListDispatch",
                "to see the rooms",
                "PerformRpc",
                "all",
                "all, for each call");
        int number = 0;
        for (Contender each : List.of(AS_IT_WAS, TOGETHER)) {
            Stagedoor installed = Stagedoor.install(home, folder, "watching" + ++number, postgres);
            try (StagedoorServer server = installed.serve(each::set)) {
                measure(each, server, table);
            }
        }
        return table;
    }

    private static void measure(Contender contender, StagedoorServer server, MarkdownTable table) {
        String name = contender.name();
        List<WatchedTenant> tenants = new ArrayList<>();
        try {
            NUMBERS.forEach(calls -> tenants.add(WatchedTenant.create(server, calls)));
            say(name + ": starting the calls");
            tenants.forEach(WatchedTenant::begin);
            await(tenants);
            say(name + ": settling");
            pause(contender.settled());
            List<Map<SandboxMethod, Long>> before =
                    tenants.stream().map(one -> one.asked(METHODS)).toList();
            say(name + ": counting");
            long began = System.nanoTime();
            pause(contender.measured());
            double minutes = (System.nanoTime() - began) / 60e9;
            for (int i = 0; i < tenants.size(); i++) {
                report(name, tenants.get(i), before.get(i), minutes, table);
            }
        } finally {
            tenants.forEach(WatchedTenant::close);
        }
    }

    private static void await(List<WatchedTenant> tenants) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!tenants.stream().allMatch(WatchedTenant::isComplete)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not every call has got its agent");
            }
            pause(LOOK);
        }
    }

    private static void report(
            String name, WatchedTenant tenant, Map<SandboxMethod, Long> before, double minutes, MarkdownTable table) {
        Map<SandboxMethod, Long> after = tenant.asked(METHODS);
        double[] perMinute = METHODS.stream()
                .mapToDouble(method -> (after.getOrDefault(method, 0L) - before.getOrDefault(method, 0L)) / minutes)
                .toArray();
        double looks = perMinute[0] + perMinute[1] + perMinute[2];
        double all = looks + perMinute[3];
        table.row(
                name,
                Text.whole(tenant.calls()),
                Text.whole(perMinute[0]),
                Text.whole(perMinute[1]),
                Text.whole(perMinute[2]),
                Text.whole(looks),
                Text.whole(perMinute[3]),
                Text.whole(all),
                Text.tenths(all / tenant.calls()));
    }

    private static void pause(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void say(String what) {
        System.err.println("  watching: " + what);
    }
}

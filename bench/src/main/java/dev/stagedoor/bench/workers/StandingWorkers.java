// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.workers;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.workers.AgentWorkers;
import dev.stagedoor.api.workers.WorkerReplicas;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.StagedoorClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** 1,000 workers of 100 tenants, each a process that says it is registered and then does nothing. */
public final class StandingWorkers {
    private static final int TENANTS = 100;
    private static final int EACH = 10;
    private static final String AGENT = "demo";
    private static final String COMMAND = "idle";
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private StandingWorkers() {}

    /** Share of a core, of Stagedoor and of PostgreSQL. */
    private record Share(double server, double postgres) {
        double both() {
            return server + postgres;
        }
    }

    /** Measures with none and with all of them; returns a table and the goal. */
    public static String measure(Path home, Path folder, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(home, folder, "workers", postgres);
        String idle = COMMAND + " " + folder + " /bin/sh -c echo%20registered%20worker;exec%20sleep%20infinity";
        try (StagedoorServer server = installed.serve(command ->
                command.with("STAGEDOOR_LAUNCH_RUNTIMES", "process").with("STAGEDOOR_LAUNCH_COMMANDS", idle))) {
            List<Customer> customers = server.customers(TENANTS);
            pause(SETTLED);
            Share without = share(server, postgres);
            customers.forEach(customer -> run(server.operatorOf(customer)));
            awaitReady(server, customers);
            pause(SETTLED);
            Share with = share(server, postgres);
            MarkdownTable table = new MarkdownTable("share of a core", "Stagedoor %", "PostgreSQL %");
            row(table, "no workers", without);
            row(table, TENANTS * EACH + " workers", with);
            Goals goals = new Goals()
                    .atMost("what " + TENANTS * EACH + " workers add, both", 5, with.both() - without.both(), " %");
            return table + "\n" + goals;
        }
    }

    private static void row(MarkdownTable table, String name, Share share) {
        table.row(name, Text.hundredths(share.server()), Text.hundredths(share.postgres()));
    }

    private static void run(StagedoorClient tenant) {
        tenant.agents()
                .put(AGENT, new AgentDefinition(null, "Demo agent", AGENT, null, null, null, null, null, null, null));
        tenant.workers()
                .put(
                        AGENT,
                        new AgentWorkers(
                                "process",
                                null,
                                COMMAND,
                                null,
                                new WorkerReplicas(EACH, null),
                                null,
                                null,
                                null,
                                null));
    }

    private static void awaitReady(StagedoorServer server, List<Customer> customers) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int ready = 0;
        while (ready < TENANTS * EACH) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + ready + " workers are ready");
            }
            pause(Duration.ofSeconds(5));
            ready = customers.stream()
                    .mapToInt(customer ->
                            server.operatorOf(customer).workers().of(AGENT).ready())
                    .sum();
            Settings.say("workers: " + ready + " are ready");
        }
    }

    private static Share share(StagedoorServer server, DurablePostgres postgres) {
        long began = System.nanoTime();
        long ours = server.used().total();
        long theirs = postgres.used().total();
        pause(MEASURED);
        double micros = (System.nanoTime() - began) / 1e3;
        return new Share(
                (server.used().total() - ours) * 100 / micros, (postgres.used().total() - theirs) * 100 / micros);
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.load.Users;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.profile.Memory;
import dev.stagedoor.bench.profile.ThreadTimes;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A token server to measure: ours or a peer.
 *
 * @param name      as shown in the tables
 * @param port      where it listens
 * @param customers the tenants that call it, in turn
 * @param users     the users the tokens are for
 * @param meters    its resource use and work so far
 */
record TokenServer(String name, int port, List<Customer> customers, Users users, Meters meters) {
    /**
     * Each call takes a fresh reading.
     *
     * @param used     the CPU time of its processes so far
     * @param compiler the part of it used by JIT compiler threads
     * @param entries  the number of its tenants' audit entries
     * @param resident its processes' resident memory in bytes
     */
    record Meters(Supplier<CpuTime> used, Supplier<CpuTime> compiler, LongSupplier entries, LongSupplier resident) {}

    static TokenServer of(StagedoorServer server, List<Customer> customers) {
        return new TokenServer(
                "Stagedoor",
                server.port(),
                customers,
                Users.NEW,
                new Meters(
                        server::used,
                        () -> ThreadTimes.ofJvm(server.pid()).compiler(),
                        () -> server.entries(customers),
                        () -> Memory.ofTree(server.pid())));
    }

    static TokenServer of(ExpressPeer peer, String name, List<Customer> customers, DurablePostgres postgres) {
        return new TokenServer(
                name,
                peer.port(),
                customers,
                Users.NEW,
                new Meters(
                        peer::used,
                        () -> CpuTime.NONE,
                        () -> ExpressPeer.entries(postgres),
                        () -> Memory.ofTree(peer.pid())));
    }

    /** The same server, always with the same hundred users. */
    TokenServer forAHundredUsers() {
        return new TokenServer(name + ", 100 users", port, customers, Users.A_HUNDRED, meters);
    }

    /**
     * Runs a load against it.
     *
     * @throws IllegalStateException if a response was not a 201, or the counts of new entries and responses differ
     */
    Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how) {
        List<byte[]> requests =
                customers.stream().map(one -> one.tokenRequest(port)).toList();
        IntFunction<byte[]> next = n -> {
            byte[] request = requests.get(n % requests.size());
            Customer.forUser(request, users.ofRequest(n));
            return request;
        };
        long before = meters.entries().getAsLong();
        CpuTime serverBefore = meters.used().get();
        CpuTime postgresBefore = postgres.used();
        Load.Outcome outcome = how.apply(new Load(port, next, connections));
        Measured measured = new Measured(
                outcome,
                meters.used().get().minus(serverBefore),
                postgres.used().minus(postgresBefore));
        long written = meters.entries().getAsLong() - before;
        if (written != outcome.latencies().count()) {
            throw new IllegalStateException(name + ": " + outcome.latencies().count() + " answers, but " + written
                    + " audit entries: these figures say nothing");
        }
        return measured;
    }
}

package dev.stagedoor.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A token server that can be measured: ours or a peer.
 *
 * @param name      as the tables have it
 * @param port      where it listens
 * @param customers the tenants that ask it, in turn
 * @param users     whom the tokens are for
 * @param used      the processor time of its processes so far
 * @param compiler  of it, what a JIT compiler used on threads of its own
 * @param entries   how many entries its tenants' audits have
 * @param resident  bytes of its processes in memory
 */
record TokenServer(
        String name,
        int port,
        List<Customer> customers,
        Users users,
        Supplier<CpuTime> used,
        Supplier<CpuTime> compiler,
        LongSupplier entries,
        LongSupplier resident) {
    static TokenServer of(StagedoorServer server, List<Customer> customers) {
        return new TokenServer(
                "Stagedoor",
                server.port(),
                customers,
                Users.NEW,
                server::used,
                () -> ThreadTimes.ofJvm(server.pid()).compiler(),
                () -> server.entries(customers),
                () -> Memory.ofTree(server.pid()));
    }

    static TokenServer of(ExpressPeer peer, String name, List<Customer> customers, DurablePostgres postgres) {
        return new TokenServer(
                name,
                peer.port(),
                customers,
                Users.NEW,
                peer::used,
                () -> CpuTime.NONE,
                () -> ExpressPeer.entries(postgres),
                () -> Memory.ofTree(peer.pid()));
    }

    /** The same server, asked for the same users again and again. */
    TokenServer forAHundredUsers() {
        return new TokenServer(
                name + ", 100 users", port, customers, Users.A_HUNDRED, used, compiler, entries, resident);
    }

    /**
     * Puts a load on it.
     *
     * @throws IllegalStateException if an answer was no 201, or there are not as many new entries as answers
     */
    Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how) {
        List<byte[]> requests =
                customers.stream().map(one -> one.tokenRequest(port)).toList();
        IntFunction<byte[]> next = n -> {
            byte[] request = requests.get(n % requests.size());
            Customer.forUser(request, users.ofRequest(n));
            return request;
        };
        long before = entries.getAsLong();
        CpuTime serverBefore = used.get();
        CpuTime postgresBefore = postgres.used();
        Load.Outcome outcome = how.apply(new Load(port, next, connections));
        Measured measured = new Measured(
                outcome, used.get().minus(serverBefore), postgres.used().minus(postgresBefore));
        long written = entries.getAsLong() - before;
        if (written != outcome.latencies().count()) {
            throw new IllegalStateException(name + ": " + outcome.latencies().count() + " answers, but " + written
                    + " audit entries: these figures say nothing");
        }
        return measured;
    }
}

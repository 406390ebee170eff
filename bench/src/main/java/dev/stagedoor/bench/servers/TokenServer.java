// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.load.Users;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * A token server to measure: ours or a peer.
 *
 * @param name      as shown in the tables
 * @param port      where it listens
 * @param customers the tenants that call it, in turn
 * @param users     the users the tokens are for
 * @param meters    what it has used so far
 * @param entries   the number of its tenants' audit entries
 */
public record TokenServer(
        String name, int port, List<Customer> customers, Users users, Meters meters, LongSupplier entries)
        implements Contender {
    /** Ours. */
    public static TokenServer of(StagedoorServer server, List<Customer> customers) {
        return new TokenServer(
                "Stagedoor",
                server.port(),
                customers,
                Users.NEW,
                Meters.ofJvm(server.pid()),
                () -> server.entries(customers));
    }

    /** A peer. */
    public static TokenServer of(ExpressPeer peer, String name, List<Customer> customers, DurablePostgres postgres) {
        return new TokenServer(
                name, peer.port(), customers, Users.NEW, Meters.of(peer.pid()), () -> ExpressPeer.entries(postgres));
    }

    /** The same server, always with the same hundred users. */
    public TokenServer forAHundredUsers() {
        return new TokenServer(name + ", 100 users", port, customers, Users.A_HUNDRED, meters, entries);
    }

    /**
     * Runs a load against it.
     *
     * @throws IllegalStateException if a response was not a 201, or the counts of new entries and responses differ
     */
    @Override
    public Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how) {
        List<byte[]> requests =
                customers.stream().map(one -> one.tokenRequest(port)).toList();
        IntFunction<byte[]> next = n -> {
            byte[] request = requests.get(n % requests.size());
            Customer.forUser(request, users.ofRequest(n));
            return request;
        };
        Load load = new Load(port, next, connections, Expected.CREATED);
        long before = entries.getAsLong();
        Measured measured = meters.during(postgres, () -> how.apply(load));
        long written = entries.getAsLong() - before;
        int answers = measured.load().latencies().count();
        if (written != answers) {
            throw new IllegalStateException(
                    name + ": " + answers + " answers, but " + written + " audit entries: these figures say nothing");
        }
        return measured;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests of one kind to a webhook, all answered alike.
 *
 * @param name     what is asked, as shown in the tables
 * @param server   who is asked
 * @param expected the answer to each
 * @param requests made anew for each load, since a signature expires; sent in turn
 */
public record Webhook(String name, PhoneServer server, Expected expected, Supplier<List<byte[]>> requests)
        implements Contender {
    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Meters meters() {
        return server.meters();
    }

    @Override
    public Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how) {
        List<byte[]> made = requests.get();
        Load load = new Load(port(), n -> made.get(n % made.size()), connections, expected);
        return meters().during(postgres, () -> how.apply(load));
    }
}

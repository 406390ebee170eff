// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import java.time.Duration;
import java.util.function.Supplier;

/** Loads a server until its JIT compiler is nearly idle; otherwise its time would count as the requests'. */
final class WarmUp {
    private static final int CONNECTIONS = 64;
    static final Duration SLICE = Duration.ofSeconds(5);
    private static final int LEAST = 2;
    private static final int MOST = 12;
    private static final double NEXT_TO_NOTHING = 0.03;

    private WarmUp() {}

    /** Takes 10 to 60 seconds; 10 for a server without compiler threads to watch. */
    static void of(Contender server, DurablePostgres postgres) {
        of(
                server.name(),
                server.meters(),
                () -> server.measure(postgres, CONNECTIONS, load -> load.asFastAsAnswered(SLICE)));
    }

    /** By that load, which takes as long as {@link #SLICE}. */
    static void of(String name, Contender.Meters meters, Supplier<Measured> load) {
        for (int slice = 1; slice <= MOST; slice++) {
            CpuTime before = meters.compiler().get();
            Measured measured = load.get();
            double compiling = (double) meters.compiler().get().minus(before).total()
                    / Math.max(1, measured.server().total());
            Settings.say("warming " + name + " up: after " + slice * SLICE.toSeconds() + " s "
                    + Text.whole(measured.cpu()) + " µs/request, of the server's " + Text.whole(100 * compiling)
                    + " % to compile");
            if (slice >= LEAST && compiling < NEXT_TO_NOTHING) {
                return;
            }
        }
    }
}

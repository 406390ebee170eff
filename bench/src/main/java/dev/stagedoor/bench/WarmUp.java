package dev.stagedoor.bench;

import java.time.Duration;

/**
 * Loads a server until it costs no less from one slice to the next, for a JIT compiler works beside the requests and its
 * time would count as theirs.
 */
final class WarmUp {
    private static final int CONNECTIONS = 64;
    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final int LEAST = 2;
    private static final int MOST = 8;
    private static final double SAME = 0.97;

    private WarmUp() {}

    /** Between 10 and 40 seconds. */
    static void of(TokenServer server, DurablePostgres postgres) {
        double before = Double.MAX_VALUE;
        for (int slice = 1; slice <= MOST; slice++) {
            Measured measured = server.measure(postgres, CONNECTIONS, load -> load.asFastAsAnswered(SLICE));
            Settings.say("warming " + server.name() + " up: " + Text.whole(measured.cpu()) + " µs after "
                    + slice * SLICE.toSeconds() + " s");
            if (slice >= LEAST && measured.cpu() > before * SAME) {
                return;
            }
            before = measured.cpu();
        }
    }
}

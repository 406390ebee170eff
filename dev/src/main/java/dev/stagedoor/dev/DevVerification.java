// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies that the demo tenants are isolated, once everything runs, and says so: a line each. */
final class DevVerification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevVerification.class);

    /** While somebody else verifies the tenant. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StagedoorClient operator;
    private final DevScreen screen;

    DevVerification(int port, Secret operatorKey, DevScreen screen) {
        this.operator = StagedoorClient.of(URI.create("http://127.0.0.1:" + port), ApiKey.of(operatorKey.revealText()));
        this.screen = screen;
    }

    /** Returns at once. */
    void begin(List<String> tenants) {
        Thread.ofVirtual().name("verification").start(() -> tenants.forEach(this::verify));
    }

    private void verify(String tenant) {
        try {
            screen.say(line(operator.inTenant(tenant).evidence().verify(PATIENCE)));
        } catch (StagedoorException stopping) {
            LOG.debug("{} was not verified", tenant, stopping);
        }
    }

    static String line(VerificationView view) {
        int passed = view.checks(CheckOutcome.PASSED).size();
        int skipped = view.checks(CheckOutcome.SKIPPED).size();
        String failed = view.checks(CheckOutcome.FAILED).stream()
                .map(check -> check.name() + ": " + check.seen())
                .collect(Collectors.joining("; "));
        return "verified " + view.tenant() + ": "
                + (view.passed()
                        ? "isolated, " + passed + " checks passed, " + skipped + " skipped"
                        : "FAILED: " + failed);
    }

    @Override
    public void close() {
        operator.close();
    }
}

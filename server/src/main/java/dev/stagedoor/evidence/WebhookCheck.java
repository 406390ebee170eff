// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.audit.Ledger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** LiveKit's webhook about the canary arrives and verifies as this tenant's (I5); where its server has ever sent one. */
final class WebhookCheck implements Check {
    static final String NAME = "webhook";
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Ledger ledger;
    private final Canaries canaries;

    WebhookCheck(Ledger ledger, Canaries canaries) {
        this.ledger = ledger;
        this.canaries = canaries;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration within() {
        return PATIENCE.multipliedBy(2);
    }

    @Override
    public Finding look(Subject subject) throws InterruptedException {
        if (!subject.hasCanary()) {
            return Finding.failed("There was no room to hear of.");
        }
        if (canaries.of(subject.tenant(), subject.canary()).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return Finding.passed("A webhook about the room arrived, and verified as this tenant's.");
        }
        boolean before = ledger.read(subject.by(), subject.tenant(), tx -> VerificationStore.hasEverPassed(tx, NAME));
        return before
                ? Finding.failed("No webhook about the room arrived that verified; earlier ones did.")
                : Finding.skipped("No webhook arrived, and none ever did: the server does not send them here.");
    }
}

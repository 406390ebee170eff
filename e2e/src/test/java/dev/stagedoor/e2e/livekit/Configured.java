// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import dev.stagedoor.app.TestConfig;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import java.time.Duration;

/** Server configurations for tests that would otherwise have to wait out its timeouts. */
public final class Configured {
    private Configured() {}

    /**
     * Tries for that long in total, waits 3 s for late results, and keeps no caller waiting for an answer longer than 3 s. Too short for agents that outlive their dispatch: those take 8 s to leave.
     */
    static AppConfig impatient(AppConfig usual, Duration deadline) {
        DispatchTiming patient = usual.dispatch();
        return TestConfig.with(
                usual,
                new DispatchTiming(
                        deadline,
                        patient.attemptTimeout(),
                        patient.warmAttemptTimeout(),
                        Duration.ofSeconds(3),
                        patient.pollInitial(),
                        patient.pollInterval(),
                        patient.watchInterval(),
                        patient.lookInterval(),
                        patient.settlePeriod(),
                        patient.lateAgentPeriod(),
                        patient.aftercare(),
                        patient.initialBackoff(),
                        patient.maxBackoff(),
                        patient.cleanupTimeout(),
                        patient.replacement()),
                new CallsConfig(
                        Duration.ofSeconds(3),
                        usual.calls().pollInterval(),
                        usual.calls().roomEmptyTimeout()));
    }
}

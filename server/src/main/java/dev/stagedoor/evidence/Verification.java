// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.evidence.VerifiedCheck;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found when a tenant was verified.
 *
 * @param head the head of the audit chain that was verified; null if it was not
 */
record Verification(String id, Instant beganAt, Duration took, Subject.@Nullable Pin head, List<Checked> checks) {
    Verification {
        checks = List.copyOf(checks);
    }

    /** A check that was made. */
    record Checked(String name, Check.Finding finding, Duration took) {}

    /** Whether no check failed. */
    boolean passed() {
        return failed().isEmpty();
    }

    /** The names of those that failed. */
    List<String> failed() {
        return checks.stream()
                .filter(check -> check.finding().outcome() == CheckOutcome.FAILED)
                .map(Checked::name)
                .toList();
    }

    /** On the wire. */
    VerificationView view(TenantId tenant, String slug) {
        return new VerificationView(
                id,
                slug,
                tenant.value(),
                passed(),
                beganAt,
                took.toMillis(),
                head == null ? null : head.toString(),
                checks.stream().map(Verification::view).toList());
    }

    private static VerifiedCheck view(Checked check) {
        CheckOutcome outcome = check.finding().outcome();
        return new VerifiedCheck(
                check.name(),
                outcome == CheckOutcome.PASSED,
                outcome,
                check.finding().seen(),
                check.took().toMillis());
    }

    /** What is signed: names in order, no white space. */
    static String canonical(VerificationView view) {
        try {
            return Json.mapper()
                    .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(Json.mapper().convertValue(view, TreeMap.class));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a verification cannot be written", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.WorkerEnvironments;
import dev.stagedoor.launch.WorkerEnvironments.OfWorker;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.OpenCredential;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I1, I2: a worker has the tenant's active version, and nothing of another tenant's")
class WorkersCheckTest {
    private static final OpenCredential ACTIVE = version(3, "acme's secret");
    private static final OpenCredential DRAINING = version(2, "acme's draining secret");

    private static OpenCredential version(long number, String secret) {
        return new OpenCredential(
                CredentialRef.of("livekit").version(number),
                "cred_" + number,
                Map.of("api_key", "APIacme", "server_url", "https://acme.example"),
                Secret.of(secret));
    }

    private static OfWorker worker(String key, String secret) {
        return worker("wss://acme.example", key, secret);
    }

    private static OfWorker worker(String url, String key, String secret) {
        return new OfWorker(
                "wrk_1",
                Map.of(
                        "LIVEKIT_URL", Secret.of(url),
                        "LIVEKIT_API_KEY", Secret.of(key),
                        "LIVEKIT_API_SECRET", Secret.of(secret)));
    }

    private static Check.Finding judged(OfWorker worker, Predicate<Secret> ofOthers) {
        return WorkersCheck.judge(new WorkersCheck.Versions(ACTIVE, List.of(DRAINING)), List.of(worker), ofOthers);
    }

    private static Check.Finding judged(OfWorker worker) {
        return judged(worker, value -> false);
    }

    @Test
    void the_active_version_passes() {
        assertThat(judged(worker("APIacme", "acme's secret")).outcome()).isEqualTo(CheckOutcome.PASSED);
    }

    @Test
    void one_that_drains_passes_and_is_told() {
        Check.Finding finding = judged(worker("APIacme", "acme's draining secret"));

        assertThat(finding.outcome()).isEqualTo(CheckOutcome.PASSED);
        assertThat(finding.seen()).contains("1 of them still one that drains");
    }

    @Test
    void an_older_version_fails() {
        assertThat(judged(worker("APIacme", "acme's old secret")).seen())
                .contains("neither the tenant's active version nor one that drains");
    }

    @Test
    void another_tenants_value_under_any_name_fails() {
        OfWorker worker = new OfWorker(
                "wrk_1",
                Map.of(
                        "LIVEKIT_API_KEY", Secret.of("APIacme"),
                        "LIVEKIT_API_SECRET", Secret.of("acme's secret"),
                        "EXTRA", Secret.of("globex's secret")));

        assertThat(judged(worker, value -> value.revealText().startsWith("globex"))
                        .seen())
                .contains("another tenant's");
    }

    @Test
    void a_worker_of_whom_nothing_is_known_fails() {
        assertThat(judged(new OfWorker("wrk_1", Map.of())).outcome()).isEqualTo(CheckOutcome.FAILED);
    }

    @Test
    void the_tenants_key_for_another_server_fails() {
        assertThat(judged(worker("wss://globex.example", "APIacme", "acme's secret"))
                        .seen())
                .contains("neither the tenant's active version nor one that drains");
        assertThat(judged(worker("nowhere", "APIacme", "acme's secret")).seen())
                .contains("neither the tenant's active version nor one that drains");
    }

    @Test
    void workers_that_only_another_node_sees_prove_nothing() {
        OfWorker here = worker("APIacme", "acme's secret");

        Check.Finding found = WorkersCheck.judge(
                new WorkersCheck.Versions(ACTIVE, List.of(DRAINING)),
                List.of(here, OfWorker.elsewhere("wrk_2")),
                value -> false);

        assertThat(found.outcome()).isEqualTo(CheckOutcome.SKIPPED);
        assertThat(found.seen()).startsWith("1 worker runs on other nodes");
    }

    @Test
    void a_runtime_that_does_not_answer_says_nothing_of_a_tenants_workers() {
        TenantId acme = new TenantId("ten_" + "a".repeat(26));
        WorkerEnvironments gone = tenant -> {
            throw new RuntimeUnavailable("nobody listens", null);
        };

        assertThat(WorkersCheck.told(gone, acme)).isEmpty();
        assertThat(WorkersCheck.told(WorkerEnvironments.NONE, acme)).hasValue(List.of());
    }
}

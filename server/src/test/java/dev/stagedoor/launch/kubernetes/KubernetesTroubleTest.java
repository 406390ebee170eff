// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.WorkerSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that has too much to do, fails, hangs, or knows better. */
@Tag("slow")
class KubernetesTroubleTest {
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/agents-acme/deployments/";

    private final GenerationRef ref = Scene.ref("front-desk", 1);
    private final Generation generation = Scene.generation(ref);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private FaultyApiServer server;

    @SuppressWarnings("NullAway.Init")
    private KubernetesRuntime runtime;

    @BeforeEach
    void start() throws Exception {
        server = FaultyApiServer.start();
        runtime = new KubernetesRuntime(Scene.settings(server.kubeconfig(folder), Duration.ofSeconds(1)), "ins-one");
    }

    @AfterEach
    void stop() {
        runtime.close();
        server.close();
    }

    private long times(String words) {
        return server.requests.stream().filter(line -> line.contains(words)).count();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void a_server_in_trouble_is_asked_again_and_nothing_is_lost(int status) {
        server.fail(2, "PATCH " + DEPLOYMENTS, status);
        runtime.apply(generation, 2);
        String path = DEPLOYMENTS + new Names("ins-one").name(ref);
        assertThat(Objects.requireNonNull(server.object(path))
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void one_that_stays_in_trouble_is_unavailable_after_a_few_tries(int status) {
        server.fail(100, "/pods", status);
        long start = System.nanoTime();
        assertThatThrownBy(runtime::look)
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("Kubernetes answered " + status);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertThat(times("/pods")).isEqualTo(4);
    }

    @Test
    void one_that_wants_to_be_asked_much_later_is_not_waited_for() {
        for (int i = 0; i < 10; i++) {
            server.tooMany("/pods", "3600");
        }
        long start = System.nanoTime();
        assertThatThrownBy(runtime::look).isInstanceOf(RuntimeUnavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void one_that_hangs_is_unavailable_within_seconds() {
        server.fail(100, "/pods", 0);
        long start = System.nanoTime();
        assertThatThrownBy(runtime::look).isInstanceOf(RuntimeUnavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void one_that_is_gone_is_unavailable_within_seconds() {
        server.close();
        long start = System.nanoTime();
        assertThatThrownBy(runtime::look)
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("cannot be reached");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void a_conflict_is_worth_asking_again() {
        server.fail(1, "PATCH " + DEPLOYMENTS, 409);
        assertThatThrownBy(() -> runtime.apply(generation, 1))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("409");
        runtime.apply(generation, 1);
        assertThat(runtime.look()).extracting(Sighting::generation).containsExactly(ref);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void one_that_does_not_let_us_is_unavailable_at_once(int status) {
        server.fail(10, "/pods", status);
        assertThatThrownBy(runtime::look)
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("does not let us (" + status + ")");
        assertThat(times("/pods"))
                .as("at most once more, for a token that was renewed")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void what_it_refuses_for_good_is_an_invalid_request() {
        server.fail(1, "PATCH " + DEPLOYMENTS, 422);
        assertInvalid("workers", () -> runtime.apply(generation, 1));
    }

    /** S2: a server may say back what it was given. */
    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422, 500})
    void no_failure_about_a_secret_shows_it(int status) {
        server.fail(100, "PATCH /api/v1/namespaces/agents-acme/secrets/", status);
        StringWriter shown = new StringWriter();
        catchThrowable(() -> runtime.apply(generation, 1)).printStackTrace(new PrintWriter(shown));
        String encoded = Base64.getEncoder().encodeToString(Scene.SECRET.getBytes(StandardCharsets.US_ASCII));
        assertThat(shown.toString())
                .contains("RuntimeUnavailable", "did not take a worker's Secret (" + status + ")")
                .doesNotContain(encoded, Scene.SECRET);
    }

    @Test
    void an_apply_that_was_cut_short_anywhere_is_completed_by_the_next() {
        List<String> steps = List.of(
                "/api/v1/namespaces/agents-acme?",
                "/apis/networking.k8s.io/",
                DEPLOYMENTS,
                "/api/v1/namespaces/agents-acme/secrets/");
        for (String step : steps) {
            server.fail(1, "PATCH " + step, 409);
            assertThatThrownBy(() -> runtime.apply(generation, 1)).isInstanceOf(RuntimeUnavailable.class);
        }
        runtime.apply(generation, 1);
        String name = new Names("ins-one").name(ref);
        assertThat(server.object("/api/v1/namespaces/agents-acme/secrets/" + name))
                .isNotNull();
        assertThat(Objects.requireNonNull(server.object(DEPLOYMENTS + name))
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void the_environment_is_opened_once_and_never_again() {
        int[] opened = new int[1];
        Generation counted = new Generation(ref, generation.spec(), () -> {
            opened[0]++;
            return Scene.environment();
        });
        runtime.apply(counted, 1);
        runtime.apply(counted, 3);
        runtime.apply(counted, 2);
        assertThat(opened[0]).isOne();
    }

    @Test
    void a_namespace_that_is_somebody_elses_is_left_alone() throws Exception {
        server.put(
                "/api/v1/namespaces/agents-acme",
                "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"agents-acme\",\"labels\":{}}}");
        assertThatThrownBy(() -> runtime.apply(generation, 1))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("is not ours");
        server.put("/api/v1/namespaces/agents-acme", """
            {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "agents-acme", "labels": {
              "app.kubernetes.io/managed-by": "stagedoor", "stagedoor.dev/tenant": "ten_another"}}}\
            """);
        assertThatThrownBy(() -> runtime.apply(generation, 1)).hasMessageContaining("is another tenant's");
        assertThat(times("PATCH")).isZero();
    }

    @Test
    void an_image_that_is_not_allowed_is_refused_before_anybody_is_asked() {
        Generation other = new Generation(
                ref,
                new WorkerSpec(
                        "kubernetes",
                        "docker.io/library/miner",
                        List.of(),
                        generation.spec().resources(),
                        Map.of(),
                        null,
                        Duration.ofSeconds(1)),
                Scene::environment);
        assertInvalid("image", () -> runtime.apply(other, 1));
        assertThat(server.requests).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.docker.Until;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real API server, as the user of packaging/kubernetes-role.yaml. Not a part of make test, since its programs take
 * a quarter of an hour to build: make kubernetes.
 */
class KubernetesSuite {
    private static final String NAMESPACE = "agents-acme";

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RealApiServer server;

    @SuppressWarnings("NullAway.Init")
    private static KubernetesClient admin;

    @SuppressWarnings("NullAway.Init")
    private static KubernetesRuntime runtime;

    @BeforeAll
    static void start() throws Exception {
        server = RealApiServer.start(folder);
        admin = server.admin();
        Path role = Path.of(System.getProperty("user.dir")).resolveSibling("packaging/kubernetes-role.yaml");
        try (InputStream file = Files.newInputStream(role)) {
            admin.load(file).serverSideApply();
        }
        admin.rbac()
                .clusterRoleBindings()
                .load(new ByteArrayInputStream("""
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRoleBinding
                    metadata: {name: stagedoor-workers}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: stagedoor-workers}
                    subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: stagedoor}]
                    """.getBytes(StandardCharsets.US_ASCII)))
                .serverSideApply();
        runtime = new KubernetesRuntime(
                Scene.settings(server.kubeconfig("stagedoor"), Duration.ofSeconds(10)), "ins-one");
    }

    @AfterAll
    static void stop() {
        if (runtime != null) {
            runtime.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static List<Sighting> seen(GenerationRef ref) {
        return runtime.look().stream()
                .filter(worker -> worker.generation().equals(ref))
                .toList();
    }

    private static List<Pod> pods(GenerationRef ref) {
        return admin.pods()
                .inNamespace(NAMESPACE)
                .withLabels(new Names("ins-one").all(ref))
                .list()
                .getItems();
    }

    private static @Nullable Deployment deployment(GenerationRef ref) {
        return admin.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(new Names("ins-one").name(ref))
                .get();
    }

    private static io.fabric8.kubernetes.api.model.@Nullable Secret secret(GenerationRef ref) {
        return admin.secrets()
                .inNamespace(NAMESPACE)
                .withName(new Names("ins-one").name(ref))
                .get();
    }

    private static void awaitPods(GenerationRef ref, int count) {
        Until.isTrue(count + " pods", () -> pods(ref).size() == count);
    }

    /** The namespace enforces the restricted pod security standard, so pods that were made were admitted under it. */
    @Test
    void workers_are_admitted_scaled_drained_and_removed_with_all_that_is_theirs() {
        GenerationRef ref = Scene.ref("life", 1);
        runtime.apply(Scene.generation(ref), 2);
        awaitPods(ref, 2);
        assertThat(seen(ref)).hasSize(2).allMatch(worker -> worker.phase() == Phase.STARTING);
        assertThat(runtime.environment(ref, seen(ref).getFirst().worker())).isEqualTo(Scene.environment());

        runtime.apply(Scene.generation(ref), 3);
        awaitPods(ref, 3);

        String one = seen(ref).getFirst().worker();
        runtime.remove(ref, one);
        Until.isTrue(
                "another has taken its place",
                () -> pods(ref).size() == 3
                        && pods(ref).stream()
                                .noneMatch(pod -> pod.getMetadata().getName().equals(one)));

        runtime.drain(ref, Duration.ofSeconds(60));
        runtime.drain(ref, Duration.ofSeconds(60));
        awaitPods(ref, 0);
        assertThat(seen(ref))
                .as("what is left is still seen")
                .singleElement()
                .satisfies(rest -> assertThat(rest.phase()).isEqualTo(Phase.EXITED));

        runtime.remove(ref);
        runtime.remove(ref);
        assertThat(deployment(ref)).isNull();
        assertThat(secret(ref)).isNull();
        assertThat(seen(ref)).isEmpty();
    }

    @Test
    void applying_again_changes_nothing_and_takes_back_what_others_changed() {
        GenerationRef ref = Scene.ref("again", 1);
        runtime.apply(Scene.generation(ref), 1);
        awaitPods(ref, 1);
        long before = generationOf(ref);
        runtime.apply(Scene.generation(ref), 1);
        assertThat(generationOf(ref)).isEqualTo(before);

        admin.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(new Names("ins-one").name(ref))
                .scale(5);
        runtime.apply(Scene.generation(ref), 1);
        awaitPods(ref, 1);
        runtime.remove(ref);
    }

    private static long generationOf(GenerationRef ref) {
        return Objects.requireNonNull(deployment(ref)).getMetadata().getGeneration();
    }

    @Test
    void a_secret_cannot_be_changed_and_goes_with_its_deployment_whoever_deletes_that() {
        GenerationRef ref = Scene.ref("secret", 1);
        runtime.apply(Scene.generation(ref), 1);
        var secret = Objects.requireNonNull(secret(ref));
        secret.getData().put("LIVEKIT_API_SECRET", "b3RoZXI=");
        assertThatThrownBy(() -> admin.resource(secret).update())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("immutable");

        admin.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(new Names("ins-one").name(ref))
                .delete();
        Until.isTrue("it is gone", () -> secret(ref) == null && pods(ref).isEmpty());

        runtime.apply(Scene.generation(ref), 1);
        assertThat(secret(ref)).isNotNull();
        awaitPods(ref, 1);
        runtime.remove(ref);
    }

    @Test
    void what_the_api_server_does_not_take_is_refused_with_its_words() {
        GenerationRef ref = Scene.ref("bad", 1);
        Generation bad = Scene.generation(ref, new WorkerSpec.Health("/", 70000));
        assertThatThrownBy(() -> runtime.apply(bad, 1))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Kubernetes refuses them")
                .hasMessageContaining("port");
        runtime.remove(ref);
    }

    @Test
    void its_user_may_nothing_else() throws Exception {
        try (Cluster stagedoor = new Cluster(Scene.settings(server.kubeconfig("stagedoor"), Duration.ofSeconds(10)))) {
            assertThatThrownBy(() -> stagedoor.ask(kubernetes ->
                            kubernetes.secrets().inNamespace("kube-system").list()))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("403");
            assertThatThrownBy(() -> stagedoor.ask(
                            kubernetes -> kubernetes.rbac().clusterRoles().list()))
                    .hasMessageContaining("403");
        }
    }

    @Test
    void a_wrong_token_is_told_from_a_server_that_is_gone_at_once() throws Exception {
        long start = System.nanoTime();
        try (KubernetesRuntime stranger = new KubernetesRuntime(
                Scene.settings(server.kubeconfig("stranger"), Duration.ofSeconds(10)), "ins-one")) {
            assertThatThrownBy(stranger::look)
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("does not let us (401)");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}

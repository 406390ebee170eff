// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.launch.GenerationRef;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final GenerationRef ref = Scene.ref("front-desk", 3);
    private final Names names = new Names("ins-one");
    private final Workload workload = new Workload(Scene.settings(), names);
    private final Deployment deployment = workload.deployment(Scene.generation(ref), 2);
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().getFirst();

    private io.fabric8.kubernetes.api.model.Secret secret() {
        Deployment applied = new DeploymentBuilder(deployment)
                .editMetadata()
                .withUid("0b1e")
                .endMetadata()
                .build();
        return workload.secret(ref, Scene.environment(), applied);
    }

    /** What strict validation of the API server finds: unknown fields, wrong types, missing ones. */
    @Test
    void everything_that_is_applied_fits_the_schema_of_kubernetes() throws Exception {
        Schema schema = Schema.read();
        Fence fence = new Fence(Scene.settings(), names, Optional.empty());
        assertThat(schema.findings("io.k8s.api.apps.v1.Deployment", deployment)).isEmpty();
        assertThat(schema.findings("io.k8s.api.core.v1.Secret", secret())).isEmpty();
        assertThat(schema.findings("io.k8s.api.core.v1.Namespace", fence.namespace(ref)))
                .isEmpty();
        assertThat(schema.findings("io.k8s.api.networking.v1.NetworkPolicy", fence.policy(ref)))
                .isEmpty();
        assertThat(schema.findings("io.k8s.api.apps.v1.Deployment", fence.policy(ref)))
                .as("the schema finds what does not fit")
                .isNotEmpty();
    }

    /** The restricted pod security standard, and what it does not ask for. */
    @Test
    void a_pod_has_no_privileges() {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getVolumes())
                .allMatch(volume -> volume.getEmptyDir().getMedium().equals("Memory"));
    }

    @Test
    void what_it_may_use_is_what_it_gets_and_its_calls_may_end_in_peace() {
        Map<String, Quantity> both = Map.of("cpu", new Quantity("250m"), "memory", new Quantity("512Mi"));
        assertThat(container.getResources().getRequests()).isEqualTo(both);
        assertThat(container.getResources().getLimits()).isEqualTo(both);
        assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(1800);
        assertThat(container.getReadinessProbe().getHttpGet().getPort().getIntVal())
                .isEqualTo(8081);
        assertThat(workload.deployment(Scene.generation(ref, null), 1)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getReadinessProbe())
                .isNull();
    }

    /** I1: Kubernetes would put the variable's value in its place, for everybody to read. */
    @Test
    void arguments_stay_as_they_were_written() {
        assertThat(container.getArgs()).containsExactly("start", "--price=$$(LIVEKIT_API_SECRET)", "$$$$");
    }

    /** I1. */
    @Test
    void the_environment_is_in_the_secret_and_nowhere_else() {
        String encoded = Base64.getEncoder().encodeToString(Scene.SECRET.getBytes(StandardCharsets.US_ASCII));
        assertThat(Serialization.asJson(deployment)).doesNotContain(Scene.SECRET, encoded, "wss://acme");
        assertThat(container.getEnv()).isEmpty();
        assertThat(container.getEnvFrom())
                .singleElement()
                .satisfies(from -> assertThat(from.getSecretRef().getName())
                        .isEqualTo(secret().getMetadata().getName()));

        assertThat(secret().getData())
                .containsEntry("LIVEKIT_API_SECRET", encoded)
                .containsOnlyKeys("LIVEKIT_URL", "LIVEKIT_API_SECRET", "PRIVATE_KEY");
        assertThat(new String(
                        Base64.getDecoder().decode(secret().getData().get("PRIVATE_KEY")), StandardCharsets.UTF_8))
                .isEqualTo("-----BEGIN KEY-----\nab'c\n-----END KEY-----\n");
        assertThat(secret().getStringData()).as("its keys would stay for ever").isNullOrEmpty();
        assertThat(secret().getImmutable()).isTrue();
        assertThat(secret().getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getKind()).isEqualTo("Deployment");
            assertThat(owner.getUid()).isEqualTo("0b1e");
        });
    }

    @Test
    void pods_are_found_by_the_labels_of_their_generation() {
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(names.all(ref));
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(names.all(ref));
        assertThat(Names.generation(deployment)).contains(ref);
        assertThat(names.all(Scene.ref("front-desk", 4))).isNotEqualTo(names.all(ref));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.WorkerSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of a generation, as they are applied. */
final class Workload {
    /** The name of the container in each pod. */
    static final String CONTAINER = "worker";

    private static final List<String> WRITABLE = List.of("/tmp", "/run");
    private static final int PROBE_SECONDS = 5;
    private static final int PROBE_TIMEOUT = 3;

    private final KubernetesSettings settings;
    private final Names names;

    Workload(KubernetesSettings settings, Names names) {
        this.settings = settings;
        this.names = names;
    }

    private ObjectMeta meta(GenerationRef ref) {
        return new ObjectMetaBuilder()
                .withName(names.name(ref))
                .withNamespace(Names.namespace(settings.namespace(), ref))
                .withLabels(names.all(ref))
                .withAnnotations(Names.annotations(ref))
                .build();
    }

    Deployment deployment(Generation generation, int replicas) {
        GenerationRef ref = generation.ref();
        return new DeploymentBuilder()
                .withMetadata(meta(ref))
                .withNewSpec()
                .withReplicas(replicas)
                .withRevisionHistoryLimit(0)
                .withNewSelector()
                .withMatchLabels(names.all(ref))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(names.all(ref))
                .withAnnotations(Names.annotations(ref))
                .endMetadata()
                .withSpec(pod(generation))
                .endTemplate()
                .endSpec()
                .build();
    }

    private PodSpec pod(Generation generation) {
        WorkerSpec spec = generation.spec();
        return new PodSpecBuilder()
                .withContainers(container(generation))
                .withVolumes(WRITABLE.stream().map(Workload::volume).toList())
                .withImagePullSecrets(
                        settings.pullSecret().isEmpty()
                                ? List.of()
                                : List.of(new LocalObjectReference(settings.pullSecret())))
                .withTerminationGracePeriodSeconds(Math.max(1, spec.drain().toSeconds()))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .build();
    }

    private Container container(Generation generation) {
        WorkerSpec spec = generation.spec();
        Map<String, Quantity> resources = Map.of(
                "cpu", new Quantity(spec.resources().millicores() + "m"),
                "memory", new Quantity(spec.resources().memory() + "Mi"));
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(spec.program())
                .withArgs(spec.arguments().stream().map(Workload::literally).toList())
                .addNewEnvFrom()
                .withNewSecretRef()
                .withName(names.name(generation.ref()))
                .endSecretRef()
                .endEnvFrom()
                .withNewResources()
                .withRequests(resources)
                .withLimits(resources)
                .endResources()
                .withReadinessProbe(probe(spec.health()))
                .withVolumeMounts(WRITABLE.stream().map(Workload::mount).toList())
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    /** Kubernetes puts variables in the place of {@code $(NAME)} in arguments, where everybody could read them (I1). */
    private static String literally(String argument) {
        return argument.replace("$", "$$");
    }

    private static @Nullable Probe probe(WorkerSpec.@Nullable Health health) {
        return health == null
                ? null
                : new ProbeBuilder()
                        .withNewHttpGet()
                        .withPath(health.path())
                        .withNewPort(health.port())
                        .endHttpGet()
                        .withPeriodSeconds(PROBE_SECONDS)
                        .withTimeoutSeconds(PROBE_TIMEOUT)
                        .build();
    }

    private static Volume volume(String path) {
        return new VolumeBuilder()
                .withName(path.substring(1))
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity("64Mi"))
                .endEmptyDir()
                .build();
    }

    private static VolumeMount mount(String path) {
        return new VolumeMountBuilder()
                .withName(path.substring(1))
                .withMountPath(path)
                .build();
    }

    /** As {@code data}, not {@code stringData}, whose keys would stay for ever; it goes when its Deployment does. */
    io.fabric8.kubernetes.api.model.Secret secret(
            GenerationRef ref, Map<String, Secret> environment, Deployment owner) {
        Map<String, String> data = new TreeMap<>();
        environment.forEach((name, value) -> data.put(name, Base64.getEncoder().encodeToString(value.reveal())));
        ObjectMeta meta = meta(ref);
        meta.setOwnerReferences(List.of(new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build()));
        return new SecretBuilder()
                .withMetadata(meta)
                .withType("Opaque")
                .withImmutable(true)
                .withData(data)
                .build();
    }
}

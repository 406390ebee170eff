// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.WorkerRuntime;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.allowed.AllowedImages;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs workers on Kubernetes, under its restricted pod security standard. */
public final class KubernetesRuntime implements WorkerRuntime {
    /** Zero would take the pod off the API server's list while it may still run. */
    private static final long AT_ONCE = 1;

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Names.MANAGER)
            .build();

    private final KubernetesSettings settings;
    private final AllowedImages allowed;
    private final Cluster cluster;
    private final Names names;
    private final Workload workload;
    private final Fence fence;
    /** Namespaces that this node has seen to. */
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();

    /**
     * @param installation an id of this installation's own, fit for a label: two of them on one cluster leave each other's
     *                     workers alone
     */
    public KubernetesRuntime(KubernetesSettings settings, String installation) {
        this.settings = settings;
        this.allowed = new AllowedImages(settings.images());
        this.cluster = new Cluster(settings);
        this.names = new Names(installation);
        this.workload = new Workload(settings, names);
        this.fence = new Fence(settings, names, cluster.address());
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public void check(WorkerSpec spec) {
        allowed.check(spec.program());
    }

    /** The Secret is made once, between a Deployment without pods, which owns it, and the pods that need it. */
    @Override
    public void apply(Generation generation, int replicas) {
        check(generation.spec());
        GenerationRef ref = generation.ref();
        prepare(ref);
        String namespace = Names.namespace(settings.namespace(), ref);
        @Nullable Deployment before = deployment(namespace, names.name(ref));
        if (before == null || !hasSecret(before)) {
            Deployment owner = before == null ? cluster.apply(workload.deployment(generation, 0)) : before;
            deleteSecret(namespace, names.name(ref));
            cluster.applySecretly(workload.secret(ref, generation.environment().get(), owner));
        }
        cluster.apply(workload.deployment(generation, replicas));
    }

    private @Nullable Deployment deployment(String namespace, String name) {
        return cluster.ask(kubernetes -> kubernetes
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** One that belongs to a Deployment which was deleted goes with that. */
    private boolean hasSecret(Deployment owner) {
        return Optional.ofNullable(secret(
                        owner.getMetadata().getNamespace(), owner.getMetadata().getName()))
                .stream()
                .flatMap(secret -> secret.getMetadata().getOwnerReferences().stream())
                .map(OwnerReference::getUid)
                .anyMatch(owner.getMetadata().getUid()::equals);
    }

    private io.fabric8.kubernetes.api.model.@Nullable Secret secret(String namespace, String name) {
        return cluster.ask(kubernetes ->
                kubernetes.secrets().inNamespace(namespace).withName(name).get());
    }

    private void deleteSecret(String namespace, String name) {
        cluster.ask(kubernetes ->
                kubernetes.secrets().inNamespace(namespace).withName(name).delete());
    }

    /** The namespace and its policy, before anything runs there. */
    private void prepare(GenerationRef ref) {
        String name = Names.namespace(settings.namespace(), ref);
        if (prepared.contains(name)) {
            return;
        }
        Namespace before =
                cluster.ask(kubernetes -> kubernetes.namespaces().withName(name).get());
        requireOurs(name, before, ref);
        if (settings.createNamespaces()) {
            cluster.apply(fence.namespace(ref));
        }
        cluster.apply(fence.policy(ref));
        prepared.add(name);
    }

    /** A tenant's slug must not lead into a namespace that is somebody else's. */
    private void requireOurs(String name, @Nullable Namespace found, GenerationRef ref) {
        if (found == null) {
            if (!settings.createNamespaces()) {
                throw unavailable("There is no namespace " + name + ", and none is created");
            }
            return;
        }
        Map<String, String> labels =
                Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.of());
        String tenant = labels.getOrDefault(Names.TENANT, ref.tenant().value());
        if (!Names.MANAGER.equals(labels.get(Names.MANAGED_BY))
                || !tenant.equals(ref.tenant().value())) {
            throw unavailable("The namespace " + name + " is not ours: it lacks the label " + Names.MANAGED_BY
                    + ": stagedoor, or is another tenant's");
        }
    }

    private static RuntimeUnavailable unavailable(String why) {
        return new RuntimeUnavailable(why, new IllegalStateException(why));
    }

    @Override
    public void drain(GenerationRef generation, Duration longest) {
        deployments(names.all(generation)).forEach(this::scaleToNone);
        long grace = Math.max(AT_ONCE, longest.toSeconds());
        pods(names.all(generation)).forEach(pod -> delete(pod, grace));
    }

    private void scaleToNone(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        if (replicas != null && replicas == 0) {
            return;
        }
        cluster.ask(kubernetes -> kubernetes
                .apps()
                .deployments()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName())
                .patch(MERGE, "{\"spec\":{\"replicas\":0}}"));
    }

    /** Again is harmless: a pod that is being ended keeps its time, unless this one is shorter. */
    private void delete(Pod pod, long grace) {
        cluster.ask(kubernetes -> kubernetes
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withGracePeriod(grace)
                .delete());
    }

    @Override
    public void remove(GenerationRef generation, String worker) {
        pods(names.all(generation)).stream()
                .filter(pod -> pod.getMetadata().getName().equals(worker))
                .forEach(pod -> delete(pod, AT_ONCE));
    }

    @Override
    public void remove(GenerationRef generation) {
        for (Deployment deployment : deployments(names.all(generation))) {
            String namespace = deployment.getMetadata().getNamespace();
            String name = deployment.getMetadata().getName();
            cluster.ask(kubernetes -> kubernetes
                    .apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName(name)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete());
            deleteSecret(namespace, name);
        }
        pods(names.all(generation)).forEach(pod -> delete(pod, AT_ONCE));
    }

    @Override
    public List<Sighting> look() {
        List<Pod> pods = pods(names.all());
        Set<GenerationRef> running =
                pods.stream().flatMap(pod -> Names.generation(pod).stream()).collect(Collectors.toSet());
        Stream<Sighting> workers =
                pods.stream().flatMap(pod -> Names.generation(pod).map(ref -> Pods.sighting(ref, pod)).stream());
        Stream<Sighting> others = deployments(names.all()).stream()
                .flatMap(deployment -> Names.generation(deployment)
                        .filter(ref -> !running.contains(ref))
                        .map(ref -> Pods.withoutPods(ref, deployment))
                        .stream());
        return Stream.concat(workers, others).toList();
    }

    private List<Pod> pods(Map<String, String> labels) {
        return cluster.ask(kubernetes ->
                kubernetes.pods().inAnyNamespace().withLabels(labels).list().getItems());
    }

    private List<Deployment> deployments(Map<String, String> labels) {
        return cluster.ask(kubernetes -> kubernetes
                .apps()
                .deployments()
                .inAnyNamespace()
                .withLabels(labels)
                .list()
                .getItems());
    }

    @Override
    public Follower follow(GenerationRef generation, String worker, Instant since, Consumer<String> line) {
        Pod pod = pod(generation, worker).orElseThrow(() -> Problem.notFound("worker"));
        return PodOutput.of(cluster, pod.getMetadata().getNamespace(), worker, since, line);
    }

    private Optional<Pod> pod(GenerationRef generation, String worker) {
        return pods(names.all(generation)).stream()
                .filter(pod -> pod.getMetadata().getName().equals(worker))
                .findFirst();
    }

    /** What Kubernetes gave it: its pod's own variables, whoever wrote them, and its Secret, which cannot change. */
    @Override
    public Map<String, Secret> environment(GenerationRef generation, String worker) {
        Map<String, Secret> environment = new LinkedHashMap<>();
        pod(generation, worker)
                .ifPresent(pod -> pod.getSpec().getContainers().forEach(container -> {
                    container.getEnvFrom().stream()
                            .filter(from -> from.getSecretRef() != null)
                            .map(from -> secret(
                                    pod.getMetadata().getNamespace(),
                                    from.getSecretRef().getName()))
                            .filter(Objects::nonNull)
                            .forEach(secret -> secret.getData()
                                    .forEach((name, value) -> environment.put(
                                            name, Secret.of(Base64.getDecoder().decode(value)))));
                    for (EnvVar variable : container.getEnv()) {
                        environment.put(
                                variable.getName(), Secret.of(Objects.requireNonNullElse(variable.getValue(), "")));
                    }
                }));
        return environment;
    }

    @Override
    public void close() {
        cluster.close();
    }
}

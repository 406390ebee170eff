// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a kubelet reports of pods, as workers. */
class PodsTest {
    private static final Instant MADE = Instant.parse("2026-11-30T12:00:00Z");

    private static Sighting seen(String meta, String spec, String status) {
        String yaml = """
            apiVersion: v1
            kind: Pod
            metadata: {name: front-desk-1-abc, creationTimestamp: "2026-11-30T12:00:00Z"%s}
            spec: {containers: [{name: worker%s}]}
            status: %s
            """.formatted(meta, spec, status);
        return Pods.sighting(Scene.ref("front-desk", 1), Serialization.unmarshal(yaml, Pod.class));
    }

    private static Sighting seen(String status) {
        return seen("", "", status);
    }

    @Test
    void one_without_a_node_is_starting_and_says_what_is_missing() {
        Sighting seen = seen(
                "{phase: Pending, conditions: [{type: PodScheduled, status: \"False\", reason: Unschedulable, message:"
                        + " 0/3 nodes are available}]}");
        assertThat(seen.phase()).isEqualTo(Phase.STARTING);
        assertThat(seen.why()).isEqualTo("Unschedulable: 0/3 nodes are available");
        assertThat(seen.since()).isEqualTo(MADE);
    }

    @Test
    void one_whose_image_is_missing_is_starting_and_says_so() {
        Sighting seen =
                seen("{phase: Pending, containerStatuses: [{name: worker, restartCount: 0, state: {waiting: {reason:"
                        + " ImagePullBackOff, message: no such image}}}]}");
        assertThat(seen.phase()).isEqualTo(Phase.STARTING);
        assertThat(seen.why()).isEqualTo("ImagePullBackOff: no such image");
    }

    @Test
    void one_that_runs_is_healthy_only_if_it_was_asked() {
        String running =
                "{phase: Running, containerStatuses: [{name: worker, ready: true, restartCount: 2, state: {running:"
                        + " {startedAt: \"2026-11-30T12:05:00Z\"}}}]}";
        assertThat(seen(running).phase()).isEqualTo(Phase.RUNNING);
        Sighting asked = seen("", ", readinessProbe: {httpGet: {path: /, port: 8081}}", running);
        assertThat(asked.phase()).isEqualTo(Phase.HEALTHY);
        assertThat(asked.since()).isEqualTo(Instant.parse("2026-11-30T12:05:00Z"));
        assertThat(asked.restarts()).isEqualTo(2);
        assertThat(seen(
                                "",
                                ", readinessProbe: {httpGet: {path: /, port: 8081}}",
                                running.replace("ready: true", "ready: false"))
                        .phase())
                .isEqualTo(Phase.RUNNING);
    }

    @Test
    void one_that_is_being_deleted_is_draining_until_it_has_ended() {
        String deleted = ", deletionTimestamp: \"2026-11-30T12:30:00Z\"";
        assertThat(seen(
                                deleted,
                                "",
                                "{phase: Running, containerStatuses: [{name: worker, ready: true, restartCount: 0,"
                                        + " state: {running: {startedAt: \"2026-11-30T12:05:00Z\"}}}]}")
                        .phase())
                .isEqualTo(Phase.DRAINING);
        assertThat(seen(deleted, "", "{phase: Pending}").phase()).isEqualTo(Phase.DRAINING);
        Sighting ended = seen(
                deleted,
                "",
                "{phase: Running, containerStatuses: [{name: worker, restartCount: 0, state: {terminated: {exitCode:"
                        + " 143, reason: Error, finishedAt: \"2026-11-30T12:06:00Z\"}}}]}");
        assertThat(ended.phase()).isEqualTo(Phase.EXITED);
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.since()).isEqualTo(Instant.parse("2026-11-30T12:06:00Z"));
    }

    @Test
    void one_that_kubernetes_waits_with_after_a_crash_has_exited_and_says_how() {
        Sighting seen =
                seen("{phase: Running, containerStatuses: [{name: worker, restartCount: 5, state: {waiting: {reason:"
                        + " CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt:"
                        + " \"2026-11-30T12:07:00Z\"}}}]}");
        assertThat(seen.phase()).isEqualTo(Phase.EXITED);
        assertThat(seen.exitCode()).isEqualTo(137);
        assertThat(seen.why()).isEqualTo("OOMKilled");
        assertThat(seen.restarts()).isEqualTo(5);
    }

    @Test
    void one_that_was_evicted_has_exited() {
        Sighting seen = seen("{phase: Failed, reason: Evicted, message: The node was low on memory}");
        assertThat(seen.phase()).isEqualTo(Phase.EXITED);
        assertThat(seen.why()).isEqualTo("Evicted: The node was low on memory");
    }

    @Test
    void a_deployment_without_pods_says_why_and_one_that_wants_none_has_exited() {
        String yaml = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: front-desk-1, creationTimestamp: "2026-11-30T12:00:00Z"}
            spec: {replicas: %d}
            status: {conditions: [{type: ReplicaFailure, status: "True", reason: FailedCreate, message: exceeded quota}]}
            """;
        Sighting wanted = Pods.withoutPods(
                Scene.ref("front-desk", 1), Serialization.unmarshal(yaml.formatted(1), Deployment.class));
        assertThat(wanted.phase()).isEqualTo(Phase.STARTING);
        assertThat(wanted.why()).isEqualTo("FailedCreate: exceeded quota");
        assertThat(Pods.withoutPods(
                                Scene.ref("front-desk", 1),
                                Serialization.unmarshal(yaml.formatted(0), Deployment.class))
                        .phase())
                .isEqualTo(Phase.EXITED);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import dev.stagedoor.launch.CutLines;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.WorkerRuntime.Follower;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a pod's output on a thread of its own. The API server ends a log that is followed whenever it likes, and has none
 * before the container runs, so it is opened again from the last line on, until the pod has ended or is gone.
 */
final class PodOutput implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(PodOutput.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int BUFFER = 8192;

    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final Consumer<String> to;
    private final Thread thread;
    private Instant since;
    private volatile boolean open = true;
    private volatile @Nullable InputStream opened;

    private PodOutput(Cluster cluster, String namespace, String name, Instant since, Consumer<String> to) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
        this.since = since;
        this.to = to;
        this.thread = Thread.ofVirtual().name("pod-output").unstarted(this::follow);
    }

    static PodOutput of(Cluster cluster, String namespace, String name, Instant since, Consumer<String> to) {
        PodOutput output = new PodOutput(cluster, namespace, name, since, to);
        output.thread.start();
        return output;
    }

    private void follow() {
        try {
            boolean more = true;
            while (open && more) {
                more = followOnce();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (open) {
                LOG.atDebug().setCause(e).log("a pod's output ended early");
            }
        } finally {
            open = false;
        }
    }

    /** Whether there may be more to come. Whether it has ended is asked first: then the log that follows is the whole rest. */
    private boolean followOnce() throws InterruptedException {
        try {
            Pod pod = cluster.ask(kubernetes ->
                    kubernetes.pods().inNamespace(namespace).withName(name).get());
            if (pod == null) {
                return false;
            }
            boolean ended = hasEnded(pod);
            if (ended || isRunning(pod)) {
                read();
            }
            if (ended) {
                return false;
            }
        } catch (RuntimeUnavailable notNow) {
            LOG.atDebug().setCause(notNow).log("a pod's output is opened again");
        }
        Thread.sleep(PAUSE);
        return true;
    }

    private static boolean hasEnded(Pod pod) {
        String phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static boolean isRunning(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getState)
                        .anyMatch(state -> state != null && state.getRunning() != null);
    }

    private void read() {
        CutLines lines = new CutLines(this::line);
        try (InputStream body = cluster.open("/api/v1/namespaces/" + namespace + "/pods/" + name + "/log?container="
                + Workload.CONTAINER + "&follow=true&timestamps=true&sinceTime=" + since)) {
            opened = body;
            byte[] buffer = new byte[BUFFER];
            int count = body.read(buffer);
            while (open && count >= 0) {
                lines.add(buffer, count);
                count = body.read(buffer);
            }
            lines.end();
        } catch (IOException e) {
            throw new RuntimeUnavailable("Kubernetes stopped sending a pod's output", e);
        } finally {
            opened = null;
        }
    }

    /** Each line begins with its time; those of the same second may come again when the log is opened again. */
    private void line(String text) {
        int space = text.indexOf(' ');
        Instant time = space < 0 ? null : time(text.substring(0, space));
        if (!open || time == null || time.isBefore(since)) {
            return;
        }
        since = time.plusNanos(1);
        to.accept(text.substring(space + 1));
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        InputStream body = opened;
        if (body == null) {
            return;
        }
        try {
            body.close();
        } catch (IOException closed) {
            // Nobody reads it any more.
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.stagedoor.launch.CutLines;
import dev.stagedoor.launch.WorkerRuntime.Follower;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a container's output on a thread of its own. The engine keeps the newest part of it only, so what a slow consumer
 * does not take in time is lost there.
 */
final class ContainerOutput implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerOutput.class);

    private final Response response;
    private final Instant since;
    private final Consumer<String> to;
    private final Thread thread;
    private volatile boolean open = true;

    private ContainerOutput(Response response, Instant since, Consumer<String> to) {
        this.response = response;
        this.since = since;
        this.to = to;
        this.thread = Thread.ofVirtual().name("docker-output").unstarted(this::read);
    }

    static ContainerOutput of(Response response, Instant since, Consumer<String> to) {
        ContainerOutput output = new ContainerOutput(response, since, to);
        output.thread.start();
        return output;
    }

    private void read() {
        CutLines out = new CutLines(this::line);
        CutLines err = new CutLines(this::line);
        try (InputStream body = response.getBody()) {
            Frames.read(body, (stream, bytes, count) -> (stream == 2 ? err : out).add(bytes, count));
            out.end();
            err.end();
        } catch (IOException | RuntimeException e) {
            if (open) {
                LOG.atDebug().setCause(e).log("a container's output ended early");
            }
        } finally {
            open = false;
            response.close();
        }
    }

    /** The engine begins with the second of the time that was asked for; each line begins with its own time. */
    private void line(String text) {
        int space = text.indexOf(' ');
        if (!open || space < 0 || isEarlier(text.substring(0, space))) {
            return;
        }
        to.accept(text.substring(space + 1));
    }

    private boolean isEarlier(String time) {
        try {
            return Instant.parse(time).isBefore(since);
        } catch (DateTimeParseException noTime) {
            return false;
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
        response.close();
    }
}

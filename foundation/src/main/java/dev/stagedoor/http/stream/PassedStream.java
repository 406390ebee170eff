// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.http.vendor.PassedReply;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client of another server's reply. That the client is still permitted is checked twice a second (K2), and it is
 * noticed when it leaves; either interrupts the source, so that the other server is left as well.
 */
public final class PassedStream implements PassedReply.Sink, OpenRequests.Open {
    private static final byte[] NONE = {};

    /** Up to here, bytes are copied, to go on in one write with the head or the end of the reply. */
    private static final int TOGETHER = 16 * 1024;

    private final ServerResponse response;
    private final RequestWatch watch;
    private final EventStream.Client client;
    private final Thread source = Thread.currentThread();
    private final PermissionCheck permission;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OutputStream out;
    private @Nullable Problem why;
    private boolean left;
    private boolean writing;
    private boolean finished;
    private boolean ended;

    public PassedStream(ServerResponse response, RequestWatch watch, EventStream.Client client) {
        this.response = response;
        this.watch = watch;
        this.client = client;
        this.permission = new PermissionCheck(client::requirePermission, this::stop);
    }

    /** Runs the source to its end; false if the client left first. */
    public boolean run(PassedReply reply) {
        permission.start("passed-permission");
        client.whenLeft(() -> stop(null));
        RuntimeException failed = null;
        try {
            reply.run(this);
        } catch (InterruptedException stopped) {
            // Why is recorded below.
        } catch (RuntimeException e) {
            failed = e;
        } finally {
            finish();
        }
        if (left) {
            return false;
        }
        if (ended) {
            if (failed != null) {
                throw new CloseConnectionException("the source of another server's reply failed after its end", failed);
            }
            return true;
        }
        Problem stopped = why;
        if (out == null) {
            throw stopped != null ? stopped : failed != null ? failed : new IllegalStateException("nothing was passed");
        }
        close(out, stopped, reply, failed);
        return true;
    }

    /** A reply that was cut off ends with the connection, so that it cannot be taken for a whole one. */
    private void close(
            OutputStream open, @Nullable Problem stopped, PassedReply reply, @Nullable RuntimeException failed) {
        try {
            watch.writing();
            byte[] lastWords = stopped == null ? NONE : reply.lastWords(stopped);
            open.write(lastWords);
            if (lastWords.length == 0 && (stopped != null || failed != null)) {
                open.flush();
                throw new CloseConnectionException("another server's reply was cut off", failed);
            }
            open.close();
        } catch (IOException e) {
            throw new CloseConnectionException("the client of another server's reply disconnected", e);
        } finally {
            watch.finished();
        }
    }

    private void finish() {
        lock.lock();
        try {
            finished = true;
        } finally {
            lock.unlock();
        }
        permission.over();
        Thread.interrupted();
    }

    /** Interrupts the source, for a problem or because the client has left; never during a write, which would cut it. */
    private void stop(@Nullable Problem reason) {
        lock.lock();
        try {
            if (finished || why != null) {
                return;
            }
            why = reason;
            left |= reason == null;
            if (!writing || left) {
                source.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        stop(Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.").retryAfter(Duration.ofSeconds(1)));
    }

    @Override
    public void begin(int status, String contentType, Map<String, String> headers) {
        response.status(Status.create(status));
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
        headers.forEach((name, value) -> response.header(HeaderValues.create(name, value)));
        out = response.outputStream();
    }

    @Override
    public void write(byte[] bytes, int length) {
        send(bytes, length, false);
    }

    @Override
    public void end(byte[] bytes, int length) {
        boolean together = length <= TOGETHER;
        send(bytes, length, together);
        ended = together;
    }

    private void send(byte[] bytes, int length, boolean last) {
        OutputStream open = out;
        if (open == null) {
            throw new IllegalStateException("the reply has not begun");
        }
        begins();
        watch.writing();
        try {
            if (length <= TOGETHER) {
                client.cork();
            }
            open.write(bytes, 0, length);
            if (last) {
                open.close();
                ((RoutingResponse) response).commit();
            } else {
                open.flush();
            }
            client.uncork();
        } catch (IOException | RuntimeException e) {
            stop(null);
            throw new CloseConnectionException("the client of another server's reply disconnected", e);
        } finally {
            watch.finished();
            ends();
        }
    }

    /** A write begins, unless the source was asked to stop: an interrupt would close the client's connection. */
    private void begins() {
        lock.lock();
        try {
            if (why != null || left) {
                throw new EventStream.Ended("the reply is ending");
            }
            writing = true;
        } finally {
            lock.unlock();
        }
    }

    /** A write has ended; a source that was asked to stop meanwhile stops now. */
    private void ends() {
        lock.lock();
        try {
            writing = false;
            if (why != null) {
                source.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Streams the lines of a reply, as long as its client is permitted (K2). Nothing is sent before the first one. */
public final class LineStream implements Consumer<String> {
    private static final long CHECK_NANOS = PermissionCheck.INTERVAL.toNanos();

    private final ServerResponse response;
    private final RequestWatch watch;
    private final Runnable stillPermitted;
    private long checked = System.nanoTime();
    private @Nullable OutputStream out;

    /** {@code stillPermitted} throws once permission has been revoked. */
    public LineStream(ServerResponse response, RequestWatch watch, Runnable stillPermitted) {
        this.response = response;
        this.watch = watch;
        this.stillPermitted = stillPermitted;
    }

    public boolean isOpen() {
        return out != null;
    }

    @Override
    public void accept(String line) {
        if (System.nanoTime() - checked > CHECK_NANOS) {
            checked = System.nanoTime();
            stillPermitted.run();
        }
        watch.writing();
        try {
            opened().write((line + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CloseConnectionException("the client of an export disconnected", e);
        } finally {
            watch.requestRead();
        }
    }

    private OutputStream opened() {
        OutputStream open = out == null ? response.outputStream() : out;
        out = open;
        return open;
    }

    public void finish() {
        watch.writing();
        try {
            opened().close();
        } catch (IOException e) {
            throw new CloseConnectionException("the client of an export disconnected", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The response to one request: {@link #send} a body, or {@link #start} a stream, {@link #write} to it and {@link #end}
 * it. Writes are buffered until {@link #flush}, {@link #end} or a full buffer.
 *
 * <p>As soon as the client leaves, its listener runs and the handler's thread is interrupted.
 */
public final class HttpExchange {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final Thread handler;
    private Runnable onLeave = () -> {};
    private boolean left;
    private boolean finished;

    HttpExchange(OutputStream out, Thread handler) {
        this.out = out;
        this.handler = handler;
    }

    /** Sets what to do when the client leaves; at once if it already has. */
    public synchronized void whenClientLeaves(Runnable listener) {
        onLeave = listener;
        if (left) listener.run();
    }

    /** Sends a whole response. */
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        head(status, headers, "content-length: " + body.length);
        out.write(body);
        out.flush();
    }

    /** Announces a longer body than it sends, so that closing the connection cuts the response in two. */
    public void sendPart(int status, Map<String, String> headers, byte[] body, int sent) throws IOException {
        head(status, headers, "content-length: " + body.length);
        out.write(body, 0, sent);
        out.flush();
    }

    /** Starts a response whose length is not known. */
    public void start(int status, Map<String, String> headers) throws IOException {
        head(status, headers, "transfer-encoding: chunked");
    }

    /** Adds to a started response. */
    public void write(byte[] bytes) throws IOException {
        out.write(Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        out.write(CRLF);
        out.write(bytes);
        out.write(CRLF);
    }

    /** Sends what has been written so far. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Ends a started response. */
    public void end() throws IOException {
        out.write(LAST_CHUNK);
        out.flush();
    }

    /** Sends what has been written so far and closes the connection. */
    public IOException cut() throws IOException {
        out.flush();
        return new SocketException("cut on purpose");
    }

    synchronized void clientLeft() {
        if (finished) return;
        left = true;
        onLeave.run();
        handler.interrupt();
    }

    /** Call on the handler's thread: from here on it is not interrupted any more. */
    synchronized void finish() {
        finished = true;
        Thread.interrupted();
    }

    private void head(int status, Map<String, String> headers, String length) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason(status));
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\n").append(length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String reason(int status) {
        return status == 200 ? "OK" : "Status";
    }
}

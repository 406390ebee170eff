// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from a connection. */
final class RequestReader {
    private static final int MAX_LINE = 32 * 1024;
    private static final int MAX_HEADERS = 200;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private final long maxBody;

    /**
     * Reads from a connection.
     *
     * @param out where to tell the client to go on sending its body
     * @param maxBody in bytes; a larger body is read and dropped
     */
    RequestReader(InputStream in, OutputStream out, long maxBody) {
        this.in = in;
        this.out = out;
        this.maxBody = maxBody;
    }

    /** The next request, or null if the client closed the connection instead. */
    @Nullable
    HttpRequest next() throws IOException {
        String first = line();
        if (first == null) return null;
        String[] parts = first.split(" ", 3);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) throw new ProtocolException("not HTTP/1.1");
        Map<String, String> headers = headers();
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write(CONTINUE);
            out.flush();
        }
        byte[] body = body(headers);
        String[] target = parts[1].split("\\?", 2);
        return new HttpRequest(
                parts[0],
                target[0],
                target.length == 2 ? target[1] : "",
                Map.copyOf(headers),
                body == null ? new byte[0] : body,
                body == null);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            String[] both = line.split(":", 2);
            if (both.length != 2 || headers.size() == MAX_HEADERS) throw new ProtocolException("bad header");
            headers.put(both[0].strip().toLowerCase(Locale.ROOT), both[1].strip());
        }
        return headers;
    }

    /** The body, or null if it is too large. */
    private byte @Nullable [] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) return chunks();
        long length = number(headers.getOrDefault("content-length", "0"), 10);
        if (length > maxBody) {
            in.skipNBytes(length);
            return null;
        }
        return exactly((int) length);
    }

    private byte @Nullable [] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean tooLarge = false;
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            tooLarge |= all.size() + size > maxBody;
            if (tooLarge) in.skipNBytes(size);
            else all.write(exactly((int) size));
            line();
        }
        headers();
        return tooLarge ? null : all.toByteArray();
    }

    private long chunkSize() throws IOException {
        String line = line();
        if (line == null) throw new EOFException();
        return number(line.split(";", 2)[0].strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] read = in.readNBytes(length);
        if (read.length < length) throw new EOFException();
        return read;
    }

    private static long number(String text, int radix) throws ProtocolException {
        try {
            return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new ProtocolException("no length: " + e.getMessage());
        }
    }

    /** A line without its end, or null at the end of the stream. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) return null;
            if (line.length() == MAX_LINE) throw new ProtocolException("line too long");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }
}

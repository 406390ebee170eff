// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A non-blocking HTTP/1.1 keep-alive connection: sends a request's bytes, reads the response as it arrives, checks it.
 * It does as little as a client can, because it shares the machine with what it measures.
 */
public final class KeptConnection implements AutoCloseable {
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern CHUNKS =
            Pattern.compile("\r\ntransfer-encoding: *chunked\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSE = Pattern.compile("\r\nconnection: *close\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 64 << 10;
    private static final int UNKNOWN = -1;
    private static final int CHUNKED = -2;

    private final int port;
    private final Selector selector;
    private final Expected expected;
    private SocketChannel channel;
    private boolean ends;
    private final byte[] bytes = new byte[MOST];
    private final ByteBuffer answer = ByteBuffer.wrap(bytes);
    private int whole = UNKNOWN;
    private long due;

    private KeptConnection(int port, Selector selector, Expected expected) throws IOException {
        this.port = port;
        this.selector = selector;
        this.expected = expected;
        this.channel = connect();
    }

    /** Connects and registers with {@code selector}; the key's attachment is the connection. */
    public static KeptConnection open(int port, Selector selector, Expected expected) throws IOException {
        return new KeptConnection(port, selector, expected);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel opened = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        return opened;
    }

    /** Sets when the next request is due. */
    public void due(long nanos) {
        due = nanos;
    }

    public long due() {
        return due;
    }

    /** Sends a request, over a new connection if the server keeps none; the previous response must have arrived. */
    public void send(byte[] request) throws IOException {
        if (!channel.isOpen()) {
            channel = connect();
        }
        answer.clear();
        whole = UNKNOWN;
        if (channel.write(ByteBuffer.wrap(request)) != request.length) {
            throw new IOException("a socket that takes no " + request.length + " bytes");
        }
    }

    /**
     * Reads the available bytes; returns whether the response is now complete.
     *
     * @throws IOException with the start of the response if it is not the expected one, or if the connection ended
     */
    public boolean receive() throws IOException {
        if (channel.read(answer) <= 0) {
            throw new EOFException(
                    "the server closed the connection, or its answer is longer than " + MOST + ", after: " + text());
        }
        if (whole == UNKNOWN) {
            int head = endOfHead();
            whole = head == UNKNOWN ? UNKNOWN : wholeOf(head);
        }
        boolean complete = whole == CHUNKED ? endsWithLastChunk() : whole != UNKNOWN && answer.position() >= whole;
        if (complete && !expected.text().isEmpty() && !text().contains(expected.text())) {
            throw new IOException("without " + expected.text() + ": " + text());
        }
        if (complete && ends) {
            channel.close();
        }
        return complete;
    }

    /** What has arrived of the response, with its head. */
    String text() {
        return new String(bytes, 0, answer.position(), StandardCharsets.UTF_8);
    }

    private boolean endsWithLastChunk() {
        int from = answer.position() - LAST_CHUNK.length;
        return from >= 0 && Arrays.equals(bytes, from, answer.position(), LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    private int endOfHead() {
        for (int i = 3; i < answer.position(); i++) {
            boolean end = bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r';
            if (end) {
                return i + 1;
            }
        }
        return UNKNOWN;
    }

    private int wholeOf(int head) throws IOException {
        String lines = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
        if (!lines.startsWith("HTTP/1.1 " + expected.status() + ' ')) {
            throw new IOException("not a " + expected.status() + ": " + text());
        }
        ends = CLOSE.matcher(lines).find();
        if (CHUNKS.matcher(lines).find()) {
            return CHUNKED;
        }
        Matcher length = LENGTH.matcher(lines);
        if (!length.find()) {
            throw new IOException("an answer without Content-Length");
        }
        return head + Integer.parseInt(length.group(1));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A non-blocking HTTP/1.1 keep-alive connection: sends a request's bytes, reads the response as it arrives, checks its
 * status. It does as little as a client can, because it shares the machine with what it measures.
 */
public final class KeptConnection implements AutoCloseable {
    private static final byte[] CREATED = "HTTP/1.1 201 ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 64 << 10;
    private static final int UNKNOWN = -1;

    private final SocketChannel channel;
    private final byte[] bytes = new byte[MOST];
    private final ByteBuffer answer = ByteBuffer.wrap(bytes);
    private int whole = UNKNOWN;
    private long due;

    private KeptConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and registers with {@code selector}; the key's attachment is the connection. */
    public static KeptConnection open(int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        KeptConnection opened = new KeptConnection(channel);
        channel.register(selector, SelectionKey.OP_READ, opened);
        return opened;
    }

    /** Sets when the next request is due. */
    public void due(long nanos) {
        due = nanos;
    }

    public long due() {
        return due;
    }

    /** Sends a request; the previous response must have arrived. */
    public void send(byte[] request) throws IOException {
        answer.clear();
        whole = UNKNOWN;
        if (channel.write(ByteBuffer.wrap(request)) != request.length) {
            throw new IOException("a socket that takes no " + request.length + " bytes");
        }
    }

    /**
     * Reads the available bytes; returns whether the response is now complete.
     *
     * @throws IOException with the start of the response if it is not a 201, or if the connection ended
     */
    public boolean receive() throws IOException {
        if (channel.read(answer) <= 0) {
            throw new EOFException("the server closed the connection, or its answer is longer than " + MOST);
        }
        if (whole == UNKNOWN) {
            int head = endOfHead();
            whole = head == UNKNOWN ? UNKNOWN : head + bodyOf(head);
        }
        return whole != UNKNOWN && answer.position() >= whole;
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

    private int bodyOf(int head) throws IOException {
        for (int i = 0; i < CREATED.length; i++) {
            if (bytes[i] != CREATED[i]) {
                throw new IOException("not a 201: " + new String(bytes, 0, answer.position(), StandardCharsets.UTF_8));
            }
        }
        Matcher length = LENGTH.matcher(new String(bytes, 0, head, StandardCharsets.ISO_8859_1));
        if (!length.find()) {
            throw new IOException("an answer without Content-Length");
        }
        return Integer.parseInt(length.group(1));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

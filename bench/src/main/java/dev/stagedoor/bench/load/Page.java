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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One app user's page, as far as a load needs one: it connects, says something, waits for the answer, and answers pings. */
final class Page {
    private static final byte[] UI_SESSION = "\"ui_session_id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final int TYPE = "{\"type\":\"".length();
    private static final String PATH = "/api/rt/ws";

    private final String token;
    private @Nullable SocketChannel channel;
    private Frames frames = new Frames();
    private boolean upgraded;
    private String uiSession = "";
    private long seq;
    private long due;
    private String closed = "";

    Page(String token) {
        this.token = token;
    }

    private SocketChannel channel() {
        return Objects.requireNonNull(channel, "the page has not connected");
    }

    /** What the page waits for. */
    enum Heard {
        /** It may say something: it is connected, or an answer has ended. */
        TURN,
        /** A piece of an answer. */
        TEXT,
        /** The server has closed it. */
        CLOSED,
        OTHER
    }

    /** Connects, to its UI session if it has one. */
    void connect(int port, Selector selector) throws IOException {
        closed = "";
        upgraded = false;
        frames = new Frames();
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        opened.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /** The TCP connection stands: asks for the WebSocket. */
    void shakeHands(int port, SelectionKey key) throws IOException {
        channel().finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        String query = uiSession.isEmpty() ? "" : "?ui_session_id=" + uiSession + "&after=" + seq;
        write(ByteBuffer.wrap(("GET " + PATH + query + " HTTP/1.1\r\n"
                        + "Host: 127.0.0.1:" + port + "\r\n"
                        + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Protocol: stagedoor.v1, stagedoor.token." + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads what has arrived into {@code buffer}, which is free again afterwards; the most that the page has heard of. */
    Heard read(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int read = channel().read(buffer);
        if (read < 0) {
            closed = closed.isEmpty() ? "1006 " : closed;
            channel().close();
            return Heard.CLOSED;
        }
        int from = 0;
        if (!upgraded) {
            from = endOfHead(bytes, read);
            upgraded = true;
        }
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, read - from);
        }
        Heard[] most = {Heard.OTHER};
        frames.arrived(bytes, read - from, (kind, all, at, length) -> {
            Heard heard = heard(kind, all, at, length);
            most[0] = heard.compareTo(most[0]) < 0 ? heard : most[0];
        });
        return most[0];
    }

    private static int endOfHead(byte[] bytes, int length) throws IOException {
        String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (!head.startsWith("HTTP/1.1 101 ") || end < 0) {
            throw new IOException("not a WebSocket: " + head);
        }
        return end + 4;
    }

    private Heard heard(int kind, byte[] bytes, int from, int length) throws IOException {
        switch (kind) {
            case Frames.CLOSE -> {
                closed = (ByteBuffer.wrap(bytes, from, 2).getShort() & 0xffff) + " "
                        + new String(bytes, from + 2, length - 2, StandardCharsets.UTF_8);
                channel().close();
                return Heard.CLOSED;
            }
            case Frames.PING -> write(Frames.masked(Frames.PONG, Arrays.copyOfRange(bytes, from, from + length)));
            case Frames.TEXT -> {
                return text(bytes, from, length);
            }
            default -> {}
        }
        return Heard.OTHER;
    }

    private Heard text(byte[] bytes, int from, int length) throws IOException {
        int end = from + TYPE;
        while (bytes[end] != '"') {
            end++;
        }
        String type = new String(bytes, from + TYPE, end - from - TYPE, StandardCharsets.US_ASCII);
        int at = after(bytes, end, from + length, SEQ);
        long told = 0;
        for (; at > 0 && Character.isDigit(bytes[at]); at++) {
            told = told * 10 + bytes[at] - '0';
        }
        seq = Math.max(seq, told);
        return switch (type) {
            case "ui_session_id_changed" -> {
                int id = after(bytes, end, from + length, UI_SESSION);
                int last = id;
                while (bytes[last] != '"') {
                    last++;
                }
                uiSession = new String(bytes, id, last - id, StandardCharsets.US_ASCII);
                yield Heard.OTHER;
            }
            case "user_turn_start" -> Heard.TURN;
            case "text_delta" -> Heard.TEXT;
            case "ping" -> {
                say("{\"type\":\"pong\"}");
                yield Heard.OTHER;
            }
            case "error" ->
                throw new IOException("a page was told " + new String(bytes, from, length, StandardCharsets.UTF_8));
            default -> Heard.OTHER;
        };
    }

    private static int after(byte[] bytes, int from, int end, byte[] sought) {
        for (int at = from; at <= end - sought.length; at++) {
            if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                return at + sought.length;
            }
        }
        return 0;
    }

    void say(String json) throws IOException {
        write(Frames.text(json));
    }

    private void write(ByteBuffer all) throws IOException {
        channel().write(all);
        if (all.hasRemaining()) {
            throw new EOFException("a socket that takes no " + all.capacity() + " bytes");
        }
    }

    /** Leaves without a close, as a page does whose network is gone. */
    void vanish() throws IOException {
        channel().close();
    }

    boolean isOpen() {
        SocketChannel now = channel;
        return closed.isEmpty() && now != null && now.isOpen();
    }

    /** Code and reason with which the server closed it; empty if it has not. */
    String closed() {
        return closed;
    }

    /** When it does what comes next. */
    long due() {
        return due;
    }

    void due(long nanos) {
        due = nanos;
    }
}

package dev.stagedoor.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP/1.1 connection that is kept: a request's bytes out, the answer in, its status checked. It does as little as a
 * client can, because it shares the machine with what it measures.
 */
final class KeepAliveConnection implements AutoCloseable {
    private static final byte[] CREATED = "HTTP/1.1 201 ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[MOST];
    private int filled;

    private KeepAliveConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static KeepAliveConnection open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        return new KeepAliveConnection(socket);
    }

    /**
     * Sends {@code request} and reads the answer to its end.
     *
     * @throws IOException with the answer's beginning, if it is not a 201, and when the connection ended
     */
    void exchange(byte[] request) throws IOException {
        out.write(request);
        filled = 0;
        int head = readHead();
        for (int i = 0; i < CREATED.length; i++) {
            if (buffer[i] != CREATED[i]) {
                throw new IOException(
                        "not a 201: " + new String(buffer, 0, Math.min(filled, 600), StandardCharsets.UTF_8));
            }
        }
        String headers = new String(buffer, 0, head, StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(headers);
        if (!length.find()) {
            throw new IOException("an answer without Content-Length: " + headers);
        }
        int whole = head + Integer.parseInt(length.group(1));
        while (filled < whole) {
            more();
        }
    }

    /** Up to and with the empty line: how many bytes those are. */
    private int readHead() throws IOException {
        for (int seen = 0; ; ) {
            more();
            for (; seen + 4 <= filled; seen++) {
                boolean end = buffer[seen] == '\r'
                        && buffer[seen + 1] == '\n'
                        && buffer[seen + 2] == '\r'
                        && buffer[seen + 3] == '\n';
                if (end) {
                    return seen + 4;
                }
            }
        }
    }

    private void more() throws IOException {
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read <= 0) {
            throw new EOFException("the server closed the connection, or its answer is longer than " + MOST);
        }
        filled += read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

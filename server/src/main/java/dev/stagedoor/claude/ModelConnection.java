// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a provider. Unlike the library's own it tells what has arrived beyond a chunk, so that pieces that came
 * together go on together, bounds what a provider may send as headers, and has no wire log, which would hold secrets (S2).
 */
final class ModelConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;

    /** Most requests and pieces fit; each connection has three buffers, and the library's own choice is 32 KiB each. */
    private static final int BUFFER = 8 * 1024;

    private static final Http1Config BOUNDS = Http1Config.custom()
            .setBufferSize(BUFFER)
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(MOST_HEADERS)
            .build();

    private volatile boolean closed;

    ModelConnection() {
        super(BOUNDS);
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream socket) {
        return length == ContentLengthStrategy.CHUNKED
                ? new Chunks(buffer, socket)
                : super.createContentInputStream(length, buffer, socket);
    }

    /** Knows of a next chunk that has arrived, or of the end. */
    private static final class Chunks extends ChunkedInputStream {
        /** The end of one chunk, the usual size line of the next one, and a byte of it. */
        private static final int NEXT = 16;

        /** The end of one chunk and of the body. */
        private static final int END = 7;

        private final SessionInputBuffer buffer;

        Chunks(SessionInputBuffer buffer, InputStream socket) {
            super(buffer, socket, BOUNDS);
            this.buffer = buffer;
        }

        @Override
        public int available() throws IOException {
            int ofThis = super.available();
            boolean next = buffer.length() >= NEXT || buffer.length() == END;
            return ofThis == 0 && next ? 1 : ofThis;
        }
    }

    @Override
    protected void bind(SocketHolder holder) throws IOException {
        if (closed) {
            holder.getSocket().close();
            throw new InterruptedIOException("the connection has been closed");
        }
        super.bind(holder);
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket tls ? tls.getSession() : null;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(mode);
    }

    /** Nothing waits for a connection that is kept for later. */
    @Override
    public void passivate() {
        setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    /** {@link IdleStreams} watches the time. */
    @Override
    public void activate() {
        setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }
}

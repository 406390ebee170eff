// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** One connection, read through {@link WireInput}. */
public final class WireContext implements ConnectionContext {
    /** Each connection has a (virtual) thread of its own. */
    private static final ThreadLocal<WireContext> CURRENT = new ThreadLocal<>();

    private final ConnectionContext connection;
    private final WireInput input;
    private final DataReader reader;
    private final CorkedWriter writer;

    /** Only where somebody has asked to be told; that is on the thread that parses. */
    private @Nullable ReadAhead ahead;

    WireContext(ConnectionContext connection, Runnable begins) {
        this.connection = connection;
        this.input = new WireInput(this::next, begins);
        this.reader = new DataReader(input);
        this.writer = new CorkedWriter(connection.dataWriter());
    }

    /** The connection of the request that this thread is handling. */
    public static WireContext current() {
        WireContext current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("this thread is handling no request");
        }
        return current;
    }

    /** The head of a request has been read. */
    void body(BodyFraming framing, long length) {
        CURRENT.set(this);
        input.body(framing, length);
    }

    /** From now on it is a WebSocket, all of whose data Helidon takes for binary. */
    public FrameKinds upgraded() {
        return input.upgraded();
    }

    /**
     * A reply begins that ends when the client leaves: then {@code left} is called, on another thread. Not once the
     * connection serves its next request.
     */
    public void whenLeft(Runnable left) {
        if (ahead == null) {
            ahead = new ReadAhead(this::received);
        }
        ahead.begin(left);
    }

    /** Holds back what is written until {@link #uncork}; only for the thread that writes, and for little. */
    public void cork() {
        writer.cork();
    }

    /** Sends what was held back, in one write. */
    public void uncork() {
        writer.uncork();
    }

    private byte @Nullable [] next() {
        if (ahead == null) {
            return received();
        }
        byte[] some = ahead.take();
        return some != null && some.length == 0 ? received() : some;
    }

    /** What has arrived, waiting for at least a byte; null at the end. */
    private byte @Nullable [] received() {
        DataReader socket = connection.dataReader();
        try {
            socket.ensureAvailable();
        } catch (InsufficientDataAvailableException e) {
            return null;
        }
        return socket.readBytes(socket.available());
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }
}

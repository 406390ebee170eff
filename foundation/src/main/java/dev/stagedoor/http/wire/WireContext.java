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
import java.net.SocketTimeoutException;
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

    WireContext(ConnectionContext connection, Runnable begins) {
        this.connection = connection;
        this.input = new WireInput(this::received, begins);
        this.reader = new DataReader(input);
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

    /** From now on it is a WebSocket, whose text Helidon takes for binary and binary for text: {@link FrameKinds}. */
    public void upgraded() {
        input.upgraded();
    }

    /**
     * Returns once the client has left. What it sends until then is lost, so that the connection can serve no further
     * request. Only while no other thread reads; interrupting the caller closes the connection.
     */
    public void awaitLeaving() {
        boolean here = true;
        while (here) {
            try {
                here = received() != null;
            } catch (RuntimeException e) {
                here = isTimeout(e);
            }
        }
    }

    private static boolean isTimeout(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

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
        return connection.dataWriter();
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

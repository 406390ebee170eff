// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.http.Socket;
import dev.stagedoor.kernel.Problem;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket. Nothing is queued: a sender waits for the client. A second thread checks twice a second
 * that the client is still permitted (K2), sends pings, and disconnects a client that does not reply to a close.
 */
public final class OpenSocket implements Socket, WsListener, OpenRequests.Open {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSocket.class);
    private static final int INTERNAL_ERROR = 1011;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Socket.Handler handler;
    private final RequestWatch watch;
    private final Limits limits;
    /** Of the writes. Held as long as a client takes to read. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Of the end; never held for long. */
    private final ReentrantLock life = new ReentrantLock();

    private final PermissionCheck permission;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable WsSession session;
    private volatile @Nullable Thread connection;
    private volatile long closingSince;
    private volatile long pinged = System.nanoTime();
    private volatile boolean closing;
    private BooleanSupplier kinds = () -> false;
    private volatile boolean barred;
    private boolean within;
    private boolean binary;

    /**
     * The limits of a WebSocket.
     *
     * @param message   the longest message, in bytes
     * @param keepAlive how often a ping is sent
     * @param refusals  how a socket is closed whose client may not have it
     */
    public record Limits(int message, Duration keepAlive, Function<Problem, Close> refusals) {
        /** The limits of sockets without terms of their own. */
        public Limits(int message, Duration keepAlive) {
            this(message, keepAlive, OpenSocket::refusal);
        }

        /** The same for sockets with these terms. */
        public Limits of(Terms terms) {
            return new Limits(terms.maxMessage(), keepAlive, terms.refusals());
        }
    }

    /** {@code stillPermitted} throws a {@link Problem} once permission has been revoked. */
    public OpenSocket(Socket.Handler handler, RequestWatch watch, Limits limits, Runnable stillPermitted) {
        this.handler = handler;
        this.watch = watch;
        this.limits = limits;
        this.permission = new PermissionCheck(stillPermitted, this::revoked);
    }

    @Override
    public void onOpen(WsSession opened) {
        lock.lock();
        try {
            session = opened;
            connection = Thread.currentThread();
            if (closing) {
                opened.close(WsCloseCodes.SERVICE_RESTART, "the server is shutting down");
            }
        } finally {
            lock.unlock();
        }
        permission.start("socket-watch", PermissionCheck.INTERVAL, this::pulse);
        guarded(() -> Aside.run(() -> handler.opened(this)));
    }

    private void pulse() {
        if (isOverdue()) {
            terminate();
        } else if (!isClosing()) {
            if (System.nanoTime() - pinged > limits.keepAlive().toNanos()) {
                pinged = System.nanoTime();
                write(open -> open.ping(BufferData.empty()));
            }
            guarded(() -> handler.pulse(this));
        }
    }

    private static Close refusal(Problem why) {
        boolean later = why.code().retryable();
        return new Close(
                later ? WsCloseCodes.TRY_AGAIN_LATER : WsCloseCodes.VIOLATED_POLICY,
                why.code().wire());
    }

    private void refuse(Problem why) {
        Close refused = limits.refusals().apply(why);
        close(refused.code(), refused.reason());
    }

    /**
     * A client that does not answer the close in time is cut off. The close is written on a thread of its own: a client that
     * reads nothing would hold up the write.
     */
    private void revoked(Problem why) {
        barred = true;
        guarded(handler::barred);
        Thread.ofVirtual().name("socket-refused").start(() -> refuseUnlessGone(why));
        if (!permission.isOverWithin(CLOSING)) {
            terminate();
        }
    }

    private void refuseUnlessGone(Problem why) {
        try {
            refuse(why);
        } catch (RuntimeException gone) {
            LOG.debug("a WebSocket was cut off while it was closed", gone);
        }
    }

    private boolean isClosing() {
        return closing || permission.isOver();
    }

    private boolean isOverdue() {
        return closing && System.nanoTime() - closingSince > CLOSING.toNanos();
    }

    /** Interrupting a virtual thread that reads from a socket closes the socket, also under whoever writes to it. */
    private void terminate() {
        life.lock();
        try {
            Thread reading = connection;
            if (reading != null && !permission.isOver()) {
                reading.interrupt();
            }
        } finally {
            life.unlock();
        }
    }

    @Override
    public void onClose(WsSession open, int code, String reason) {
        lock.lock();
        try {
            closingSince = closing ? closingSince : System.nanoTime();
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** The kinds of the messages that come: {@code http.wire} passes text on as bytes, so that characters may be split. */
    public void kinds(BooleanSupplier nextIsBinary) {
        kinds = nextIsBinary;
    }

    /** A frame of a message. */
    @Override
    public void onMessage(WsSession open, BufferData frame, boolean last) {
        if (!within) {
            within = true;
            binary = kinds.getAsBoolean();
        }
        if (message.size() + frame.available() > limits.message()) {
            close(WsCloseCodes.TOO_BIG, "the message is too large");
            return;
        }
        message.writeBytes(frame.readBytes());
        if (last) {
            within = false;
            byte[] whole = message.toByteArray();
            message.reset();
            received(whole);
        }
    }

    private void received(byte[] whole) {
        if (barred) {
            return;
        }
        if (binary) {
            guarded(() -> handler.message(this, whole));
            return;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(whole))
                    .toString();
        } catch (CharacterCodingException e) {
            close(WsCloseCodes.NOT_CONSISTENT, "the message is not UTF-8");
            return;
        }
        guarded(() -> handler.message(this, text));
    }

    @Override
    public void onPing(WsSession open, BufferData payload) {
        guarded(() -> write(session -> session.pong(payload)));
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Problem problem) {
            refuse(problem);
        } catch (RuntimeException e) {
            if (!isClosing()) {
                LOG.error("a WebSocket handler failed", e);
                close(INTERNAL_ERROR, "internal error");
            }
        }
    }

    /** The connection has ended. */
    public void over() {
        life.lock();
        try {
            permission.over();
            Thread.interrupted();
        } finally {
            life.unlock();
        }
        handler.closed();
    }

    @Override
    public void send(String text) {
        write(open -> open.send(text, true));
    }

    @Override
    public void send(byte[] bytes) {
        write(open -> open.send(BufferData.create(bytes), true));
    }

    private void write(Consumer<WsSession> what) {
        lock.lock();
        try {
            WsSession open = session;
            if (open == null || closing || permission.isOver()) {
                throw new IllegalStateException("the socket is closed");
            }
            watch.writing();
            what.accept(open);
        } finally {
            watch.finished();
            lock.unlock();
        }
    }

    @Override
    public void close(int code, String reason) {
        lock.lock();
        try {
            if (closing || permission.isOver()) {
                return;
            }
            closingSince = System.nanoTime();
            closing = true;
            WsSession open = session;
            if (open != null) {
                watch.writing();
                open.close(code, reason);
            }
        } finally {
            watch.finished();
            lock.unlock();
        }
    }

    /** The server is shutting down: closes with 1012, on another thread, since a slow client may block the write. */
    @Override
    public void end() {
        Thread.ofVirtual()
                .name("socket-end")
                .start(() -> close(WsCloseCodes.SERVICE_RESTART, "the server is shutting down"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.chatusers.Place;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Socket;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.events.EventLog;
import dev.stagedoor.realtime.events.Feeds;
import dev.stagedoor.realtime.events.OnDemand;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.wire.CloseCodes;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One page's socket. The connection's thread takes what the client says; another tells it what was stored, while there is
 * something to tell, so that a slow client falls behind, and nothing grows.
 */
final class Connection implements Socket.Handler, Presence.Client {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** How often a page whose answer another node gives looks for its end. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Gateway gateway;
    private final Gateway.Wanted wanted;
    private final long after;
    private final Inbox inbox;
    private final Speech speech;
    private final String id = Gateway.connection();
    private final Principal.AppUser by;
    private final Presence presence;

    /** A frame that is not stored has the number of the event that was sent before it. */
    private final ReentrantLock telling = new ReentrantLock();

    private final OnDemand teller = new OnDemand("page", this::tell);
    private volatile long told;
    private boolean contested;
    private @Nullable Open open;

    /** What it has once it is attached. */
    private static final class Open {
        private final Socket socket;
        private final Place place;
        private final Gateway.Attached attached;
        private final Feeds.Reader reader;
        private volatile UiSession ui;
        private volatile boolean over;
        private volatile boolean elsewhere;
        private volatile long looked;
        private boolean greeted;

        Open(Socket socket, Place place, Gateway.Attached attached, Feeds.Reader reader) {
            this.socket = socket;
            this.place = place;
            this.attached = attached;
            this.ui = attached.ui();
            this.reader = reader;
        }
    }

    /** {@code after} is the number of the last event that the client has seen; -1 if it does not say. */
    Connection(Gateway gateway, Principal.AppUser by, Presence presence, Gateway.Wanted wanted, long after) {
        this.gateway = gateway;
        this.by = by;
        this.presence = presence;
        this.wanted = wanted;
        this.after = after;
        this.inbox = new Inbox(gateway, this);
        this.speech = new Speech(gateway, this);
    }

    String id() {
        return id;
    }

    Principal.AppUser by() {
        return by;
    }

    TenantId tenant() {
        return by.tenant();
    }

    @Override
    public void opened(Socket socket) {
        Place place = gateway.place(by, wanted);
        Open now = open(socket, place);
        boolean doubted;
        synchronized (this) {
            open = now;
            doubted = contested;
        }
        if (doubted) {
            contested();
        }
        place.onLost(() -> now.socket.close(CloseCodes.LIMITED, "retry_after=1"));
        teller.wake();
    }

    /** It listens before it is attached, so that it needs not look what came in between. */
    private Open open(Socket socket, Place place) {
        String known = Gateway.known(wanted);
        Feeds.Reader reader = gateway.means().log().join(known, teller::wake);
        try {
            Gateway.Attached attached = gateway.attach(this, place, wanted);
            if (!attached.ui().id().equals(known)) {
                reader.close();
                reader = gateway.means().log().join(attached.ui().id(), teller::wake);
            }
            return new Open(socket, gateway.placeOf(by, place, wanted, attached), attached, reader);
        } catch (RuntimeException failed) {
            reader.close();
            place.close();
            throw failed;
        }
    }

    private synchronized @Nullable Open open() {
        return open;
    }

    private Open attached() {
        Open now = open();
        if (now == null) {
            throw Problem.of(ErrorCode.BUSY, "The connection is not open.");
        }
        return now;
    }

    /** Its UI session, as it is now. */
    UiSession ui() {
        return attached().ui;
    }

    Place place() {
        return attached().place;
    }

    Speech speech() {
        return speech;
    }

    /** The number of the last event that the page has been told. */
    void seen(long seq) {
        told = seq;
    }

    Instant expiresAt() {
        return presence.token().expiresAt();
    }

    /** What a page is told that knows nothing yet. */
    void introduce(boolean speaks) {
        inbox.introduce(speaks);
    }

    /** Another chat, or voice, is open in it. */
    void ui(UiSession changed) {
        attached().ui = changed;
    }

    @Override
    public void say(String type, ObjectNode data) {
        telling.lock();
        try {
            attached().socket.send(UiEvent.frame(type, told, Json.text(data)));
        } catch (IllegalStateException closed) {
            LOG.debug("a socket is closed", closed);
        } finally {
            telling.unlock();
        }
    }

    /** Says it aloud; false once the socket is closed. */
    boolean say(byte[] audio) {
        try {
            attached().socket.send(audio);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    void refuse(String code, String message, String source) {
        say(Wire.ERROR, Frames.error(code, message, source));
    }

    /** Tells what there is to tell, by one thread at a time. */
    private void tell() {
        Open now = open();
        if (now == null || now.over) {
            return;
        }
        try {
            boolean stored = greeted(now);
            now.reader.tell(told, stored, seen -> look(now, seen), event -> tell(now, event));
        } catch (Replaced replaced) {
            end(now, new Socket.Close(CloseCodes.REPLACED, "replaced"));
        } catch (IllegalStateException | UncheckedIOException closed) {
            now.over = true;
            LOG.debug("a page has left", closed);
        } catch (Problem problem) {
            end(now, CloseCodes.of(problem));
        } catch (RuntimeException | Error failed) {
            LOG.error("a page could not be told", failed);
            end(now, CloseCodes.of(Problem.of(ErrorCode.INTERNAL, "Internal error.")));
        }
    }

    private static void end(Open now, Socket.Close why) {
        now.over = true;
        now.socket.close(why.code(), why.reason());
    }

    /** Whether something may be stored that is not in memory, since it was before the page came, or is another node's. */
    private boolean greeted(Open now) {
        boolean first = !now.greeted;
        if (first) {
            now.greeted = true;
            new Greeting(gateway, this, now.attached, after).say();
        }
        boolean waits = first ? now.attached.running().isPresent() : now.elsewhere;
        now.elsewhere = waits && isAnsweredElsewhere(now);
        now.looked = System.nanoTime();
        return now.elsewhere || (first && told < now.attached.ui().lastSeq());
    }

    private boolean tell(Open now, UiEvent event) {
        speech.told(event);
        if (event.type().equals(Wire.CHAT_SESSION_CHANGED)) {
            gateway.chats()
                    .whole(tenant(), now.ui.owner(), Frames.chatOf(event))
                    .ifPresent(whole -> gateway.tell(now.place, whole, chat -> send(now, event, Json.text(chat))));
            told = event.seq();
        } else {
            send(now, event, event.data());
        }
        inbox.told(event);
        return !now.over;
    }

    private void send(Open now, UiEvent event, String data) {
        telling.lock();
        try {
            now.socket.send(UiEvent.frame(event.type(), event.seq(), data));
            told = event.seq();
        } finally {
            telling.unlock();
        }
    }

    private static final class Replaced extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Replaced() {
            super("another connection has the UI session", null, false, false);
        }
    }

    /** What is stored, as long as this connection has the UI session. */
    private List<UiEvent> look(Open now, long seen) {
        return gateway.means().on().database().read(tenant(), tx -> {
            requireMine(tx, now);
            return EventLog.after(tx, now.ui.id(), seen);
        });
    }

    private boolean requireMine(Tx tx, Open now) {
        if (!UiSessionStore.isOf(tx, now.ui.id(), id)) {
            throw new Replaced();
        }
        return true;
    }

    private boolean isAnsweredElsewhere(Open now) {
        return gateway.means()
                .interactions()
                .isRunningElsewhere(
                        tenant(), now.ui, () -> gateway.agent(now.place, gateway.agentOf(now.place, now.ui)));
    }

    @Override
    public void message(Socket socket, String text) {
        presence.heard();
        if (open() != null) {
            inbox.take(text);
        }
    }

    @Override
    public void message(Socket socket, byte[] binary) {
        presence.heard();
        if (open() != null) {
            speech.heard(binary);
        }
    }

    /** Too many messages. */
    void flooded() {
        attached().socket.close(CloseCodes.LIMITED, "retry_after=1");
    }

    @Override
    public void pulse(Socket socket) {
        Open now = open();
        if (now != null) {
            speech.check();
            presence.pulse(this);
            if (now.elsewhere && System.nanoTime() - now.looked > ELSEWHERE.toNanos()) {
                teller.wake();
            }
        }
    }

    @Override
    public void close(int code, String reason) {
        attached().socket.close(code, reason);
    }

    /** A newer token of the same session. */
    void refreshed(Presence.Token newer) {
        presence.refreshed(newer, this);
    }

    /**
     * Another connection of this node has the UI session as well. Of two at once the database alone knows which came last, so
     * both ask; one that is still being opened asks once it is.
     */
    void contested() {
        Open now;
        synchronized (this) {
            contested = true;
            now = open;
        }
        if (now != null) {
            Thread.ofVirtual().name("replaced").start(() -> endIfReplaced(now));
        }
    }

    /** Not by its own thread, which may wait for a client that is gone. */
    private void endIfReplaced(Open now) {
        try {
            gateway.means().on().database().read(tenant(), tx -> requireMine(tx, now));
        } catch (Replaced replaced) {
            now.socket.close(CloseCodes.REPLACED, "replaced");
        } catch (RuntimeException failed) {
            LOG.debug("could not see whether a connection is replaced", failed);
            now.reader.ring();
        }
    }

    @Override
    public void barred() {
        speech.end();
    }

    @Override
    public void closed() {
        Open now = open();
        if (now == null) {
            return;
        }
        // Not by an interrupt, which would close the database's connection under a statement.
        now.over = true;
        speech.end();
        now.reader.close();
        gateway.left(this, now.ui, tenant());
        now.place.close();
    }
}

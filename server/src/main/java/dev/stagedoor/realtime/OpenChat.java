// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.chat.Owner;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.events.Write;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Said;
import dev.stagedoor.realtime.wire.Wire;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chat that is open in a page, and the list of its user's chats. */
final class OpenChat {
    private static final Logger LOG = LoggerFactory.getLogger(OpenChat.class);
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_META = 4_096;
    private static final int MOST_LISTED = 100;
    private static final int MOST_OFFSET = 10_000;

    private final Gateway gateway;
    private final Connection connection;
    private @Nullable Seen seen;

    OpenChat(Gateway gateway, Connection connection) {
        this.gateway = gateway;
        this.connection = connection;
    }

    /** The agent that a chat had when this connection last looked. */
    private record Seen(String chat, String agent) {}

    private UiSession ui() {
        return connection.ui();
    }

    private Owner owner() {
        return ui().owner();
    }

    /** The key of the agent of the chat that is open. */
    String agentKey() {
        String chat = ui().chat();
        String agent = gateway.chats()
                .chat(connection.tenant(), owner(), chat)
                .orElseThrow(() -> gone(chat))
                .agent();
        seen = new Seen(chat, agent);
        return agent;
    }

    /** The same as it was last seen: another page may have set another since. */
    String agentSeen() {
        Seen last = seen;
        return last != null && last.chat.equals(ui().chat()) ? last.agent : agentKey();
    }

    /** It was deleted, and this page has not heard of it: it gets another. */
    private Problem gone(String chat) {
        replace(chat);
        return noChat();
    }

    private static Problem noChat() {
        return Problem.notFound("chat");
    }

    static Problem notYourTurn() {
        return Problem.of(ErrorCode.CONFLICT, "It is not your turn: an answer is in progress.");
    }

    void requireTurn() {
        boolean running = gateway.means()
                .on()
                .database()
                .read(connection.tenant(), tx -> gateway.means().interactions().isRunning(tx, ui().id()));
        if (running) {
            throw notYourTurn();
        }
    }

    boolean append(List<UiEvent.Draft> events, Predicate<Tx> first) {
        return gateway.means().log().append(connection.tenant(), Write.when(ui().id(), events, first));
    }

    /** Changes the chat that is open, and says so; {@code not_found} if it is gone. */
    void change(UiEvent.Draft event, Predicate<Tx> change) {
        if (!append(List.of(event), change)) {
            throw noChat();
        }
    }

    void begin(Said said) {
        requireTurn();
        String wanted = said.optional("agent_key", LONGEST_ID);
        String same = wanted.isEmpty() ? gateway.agentOf(connection.place(), ui()) : wanted;
        openNew(
                same.isEmpty()
                        ? gateway.agentFor(connection.place(), "")
                        : gateway.reachable(connection.place(), same).slug());
    }

    void resume(Said said) {
        requireTurn();
        String id = said.text("session_id", LONGEST_ID);
        open(gateway.chats().chat(connection.tenant(), owner(), id).orElseThrow(OpenChat::noChat));
    }

    private void openNew(String agent) {
        Owner owner = owner();
        Chat chat = gateway.means().on().database().store(connection.tenant(), tx -> {
            Chats.leave(tx, owner, ui().chat());
            return gateway.chats().begin(tx, owner, agent);
        });
        open(chat);
    }

    /** The event names the chat only: what it contains is read when a page is told. */
    private void open(Chat chat) {
        UiSession changed = ui().withChat(chat.id());
        append(
                List.of(
                        Frames.event(
                                Wire.CHAT_SESSION_CHANGED,
                                Frames.object()
                                        .set("chat_session", Frames.object().put("session_id", chat.id()))),
                        Frames.event(Wire.USER_TURN_START)),
                tx -> {
                    UiSessionStore.setChat(tx, changed.id(), changed.chat());
                    return true;
                });
        connection.ui(changed);
    }

    private String chatOf(Said said) {
        String id = said.optional("session_id", LONGEST_ID);
        return id.isEmpty() ? ui().chat() : id;
    }

    void rename(Said said) {
        String id = chatOf(said);
        String name = said.text("session_name", LONGEST_NAME).strip();
        changeAny(tx -> Chats.rename(tx, owner(), id, name));
        tellAll(Frames.event(
                Wire.CHAT_SESSION_NAME_CHANGED,
                Frames.object().put("session_id", id).put("session_name", name)));
    }

    /** Changes a chat, whether it is open or not. */
    private void changeAny(Predicate<Tx> change) {
        if (!gateway.means().on().database().store(connection.tenant(), change::test)) {
            throw noChat();
        }
    }

    private void tellAll(UiEvent.Draft event) {
        gateway.means().interactions().broadcast(connection.tenant(), ui(), event);
    }

    void delete(Said said) {
        String id = chatOf(said);
        if (id.equals(ui().chat())) {
            requireTurn();
        }
        Chats.Deleted deleted =
                gateway.means().on().database().store(connection.tenant(), tx -> Chats.delete(tx, owner(), id));
        if (!deleted.was()) {
            throw noChat();
        }
        gateway.means().interactions().deleted(connection.tenant(), id, deleted.over());
        tellAll(Frames.event(Wire.CHAT_SESSION_DELETED, Frames.object().put("session_id", id)));
        replace(id);
    }

    /** The page has been told an event: if its chat was deleted, also by another page, it gets a new one. */
    void told(UiEvent event) {
        if (event.type().equals(Wire.CHAT_SESSION_DELETED) && event.data().contains('"' + ui().chat() + '"')) {
            String deleted = ui().chat();
            Thread.ofVirtual().name("chat-replaced").start(() -> {
                try {
                    replace(deleted);
                } catch (RuntimeException failed) {
                    LOG.warn("the chat {} was deleted, and its page has no other: {}", deleted, failed.toString());
                }
            });
        }
    }

    private synchronized void replace(String deleted) {
        if (deleted.equals(ui().chat())) {
            openNew(gateway.agentFor(connection.place(), ""));
        }
    }

    void list(Said said) {
        int offset = said.number("offset", 0, MOST_OFFSET);
        int limit = said.number("limit", 50, MOST_LISTED);
        String title = said.optional("query", LONGEST_NAME);
        Chats.Some some = gateway.chats().list(connection.tenant(), owner(), title, offset, limit);
        ObjectNode sessions = Frames.object();
        var list = sessions.putArray("chat_sessions");
        some.chats().forEach(chat -> list.add(Frames.chat(chat)));
        sessions.put("total_sessions", some.total()).put("offset", offset);
        connection.say(Wire.GET_USER_SESSIONS_RESPONSE, Frames.object().set("sessions", sessions));
    }

    void metadata(Said said) {
        JsonNode meta = said.frame().path("meta");
        String text = Json.text(meta);
        if (!meta.isObject() || text.length() > LONGEST_META) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST, "meta must be an object of at most " + LONGEST_META + " characters.");
        }
        String id = ui().chat();
        change(
                Frames.event(
                        Wire.SESSION_METADATA_CHANGED,
                        Frames.object().put("session_id", id).set("meta", meta)),
                tx -> Chats.setMeta(tx, owner(), id, text));
    }
}

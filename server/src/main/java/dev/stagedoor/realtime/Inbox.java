// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.chat.Owner;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.events.Write;
import dev.stagedoor.realtime.files.UserFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one client says. A frame that is refused changes nothing, and the socket stays open. */
final class Inbox {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_META = 4_096;
    private static final int MOST_FILES = 10;
    private static final int MOST_LISTED = 100;
    private static final int MOST_OFFSET = 10_000;

    private final Gateway gateway;
    private final Connection connection;
    private final MessageRate rate;
    private @Nullable Seen seen;

    /** The agent that a chat had when this connection last looked. */
    private record Seen(String chat, String agent) {}

    Inbox(Gateway gateway, Connection connection) {
        this.gateway = gateway;
        this.connection = connection;
        this.rate = new MessageRate(gateway.means().config().messagesPerSecond());
    }

    void take(String text) {
        if (!rate.takes()) {
            connection.flooded();
            return;
        }
        JsonNode frame;
        try {
            frame = Json.read(text, JsonNode.class);
        } catch (Problem notJson) {
            connection.refuse("invalid_json", "The message is not JSON.", "message_parser");
            return;
        }
        String type = frame.path("type").asText("");
        if (!frame.isObject() || type.isEmpty()) {
            connection.refuse("invalid_message", "A message is an object with a type.", "message_parser");
            return;
        }
        try {
            handle(type, new Said(frame));
        } catch (Problem problem) {
            connection.refuse(
                    problem.code().wire(),
                    Objects.requireNonNullElse(problem.detail(), problem.code().title()),
                    type);
        }
    }

    private void handle(String type, Said said) {
        switch (type) {
            case Wire.PING -> connection.say(Wire.PONG, Frames.object());
            case Wire.PONG -> {}
            case Wire.TEXT_INPUT -> input(said);
            case Wire.CLIENT_WANTS_CANCEL -> cancel();
            case Wire.AUTH_REFRESH -> refresh(said);
            case Wire.NEW_CHAT_SESSION -> begin(said);
            case Wire.RESUME_CHAT_SESSION -> resume(said);
            case Wire.SET_CHAT_SESSION_NAME -> rename(said);
            case Wire.DELETE_CHAT_SESSION -> delete(said);
            case Wire.GET_USER_SESSIONS -> list(said);
            case Wire.SET_SESSION_METADATA -> metadata(said);
            case Wire.GET_AGENTS -> agents();
            case Wire.SET_AGENT -> setAgent(said);
            case Wire.GET_VOICES -> voices();
            case Wire.SET_AGENT_VOICE -> setVoice(said);
            case Wire.GET_AVATARS -> avatars();
            case Wire.GET_TOOL_CATALOG -> tools();
            case Wire.AUDIO_INPUT_DELTA, Wire.PTT_START, Wire.PTT_END, Wire.SET_VOICE_INPUT_MODE ->
                connection.speech().take(type, said.frame());
            default -> other(type);
        }
    }

    private void other(String type) {
        if (Wire.NOT_SUPPORTED.contains(type)) {
            connection.refuse("not_supported", "This server does not support " + type + '.', type);
        } else {
            connection.refuse("unknown_type", "There is no such message.", type);
        }
    }

    /** What a new page is told first, once; {@code speaks}: its chat's agent can be spoken with. */
    void introduce(boolean speaks) {
        ObjectNode user = Frames.object().put("id", connection.by().user());
        user.putArray("roles");
        user.putArray("groups");
        connection.say(Wire.CHAT_USER_DATA, Frames.object().set("user", user));
        avatars();
        voices();
        agents();
        tools();
        connection.say(Wire.VOICE_INPUT_SUPPORTED, Frames.voiceInput(speaks));
    }

    private void agents() {
        connection.say(Wire.AGENT_LIST, Frames.agents(gateway.agents(connection.place())));
    }

    private void voices() {
        connection.say(
                Wire.VOICE_LIST,
                Frames.ids("voices", "voice_id", listed(resources().voices())));
    }

    private void avatars() {
        connection.say(
                Wire.AVATAR_LIST,
                Frames.ids("avatars", "avatar_id", listed(resources().avatars())));
    }

    private void tools() {
        List<String> tools = gateway.agents(connection.place()).stream()
                .flatMap(agent -> agent.persona().tools().stream())
                .filter(resources()::permitsToolset)
                .distinct()
                .toList();
        connection.say(Wire.TOOL_CATALOG, Frames.object().set("tools", Frames.strings(tools)));
    }

    private static List<String> listed(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    private Resources resources() {
        return gateway.resources(connection.place());
    }

    private UiSession ui() {
        return connection.ui();
    }

    private Owner owner() {
        return ui().owner();
    }

    /** The key of the agent of the chat that is open. */
    private String agentKey() {
        String chat = ui().chat();
        String agent = gateway.chats()
                .chat(connection.tenant(), owner(), chat)
                .orElseThrow(Inbox::noChat)
                .agent();
        seen = new Seen(chat, agent);
        return agent;
    }

    /** The same as it was last seen: another page may have set another since. */
    private String agentSeen() {
        Seen last = seen;
        return last != null && last.chat.equals(ui().chat()) ? last.agent : agentKey();
    }

    private static Problem noChat() {
        return Problem.notFound("chat");
    }

    private void input(Said said) {
        int longest = gateway.means().config().maxMessage().toInt();
        List<String> ids = said.texts("file_ids", MOST_FILES, LONGEST_ID);
        String text = ids.isEmpty() ? said.text("text", longest) : said.optional("text", longest);
        if (text.isBlank() && ids.isEmpty()) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "text is empty.");
        }
        List<UserFile> files = gateway.means().files().all(connection.tenant(), owner().user(), ids);
        Interactions.Input input = new Interactions.Input(text, files);
        Agent agent = gateway.agent(connection.place(), agentSeen()).orElseGet(() -> available(agentKey()));
        if (!started(agent, input)) {
            Agent now = available(agentKey());
            if (now.slug().equals(agent.slug()) || !started(now, input)) {
                throw notYourTurn();
            }
        }
    }

    private Agent available(String slug) {
        return gateway.agent(connection.place(), slug)
                .orElseThrow(() -> Problem.of(ErrorCode.FORBIDDEN, "The chat's agent is not available to this user."));
    }

    private boolean started(Agent agent, Interactions.Input input) {
        return gateway.means().interactions().start(new Interactions.Place(connection.tenant(), ui(), agent), input);
    }

    private static Problem notYourTurn() {
        return Problem.of(ErrorCode.CONFLICT, "It is not your turn: an answer is in progress.");
    }

    private void requireTurn() {
        boolean running = gateway.means()
                .on()
                .database()
                .read(connection.tenant(), tx -> gateway.means().interactions().isRunning(tx, ui().id()));
        if (running) {
            throw notYourTurn();
        }
    }

    private void cancel() {
        connection.speech().hush();
        if (!gateway.means().interactions().cancel(connection.tenant(), ui())) {
            connection.say(Wire.CANCELLED, Frames.object());
        }
    }

    private void refresh(Said said) {
        connection.refreshed(gateway.tokenOf(connection.by(), said.text("token", 4_096)));
    }

    private boolean append(List<UiEvent.Draft> events, Predicate<Tx> first) {
        return gateway.means().log().append(connection.tenant(), Write.when(ui().id(), events, first));
    }

    /** Changes the chat that is open, and says so; {@code not_found} if it is gone. */
    private void change(UiEvent.Draft event, Predicate<Tx> change) {
        if (!append(List.of(event), change)) {
            throw noChat();
        }
    }

    private void begin(Said said) {
        requireTurn();
        String wanted = said.optional("agent_key", LONGEST_ID);
        openNew(wanted.isEmpty() ? agentKey() : reachable(wanted).slug());
    }

    private Agent reachable(String slug) {
        return gateway.agent(connection.place(), slug).orElseThrow(() -> Problem.notFound("agent"));
    }

    private void resume(Said said) {
        requireTurn();
        String id = said.text("session_id", LONGEST_ID);
        open(gateway.chats().whole(connection.tenant(), owner(), id).orElseThrow(Inbox::noChat));
    }

    private void openNew(String agent) {
        Owner owner = owner();
        Chat chat = gateway.means()
                .on()
                .database()
                .store(connection.tenant(), tx -> gateway.chats().begin(tx, owner, agent));
        open(new Chats.Whole(chat, List.of(), Map.of()));
    }

    private void open(Chats.Whole whole) {
        UiSession changed = ui().withChat(whole.chat().id());
        append(
                List.of(
                        Frames.event(Wire.CHAT_SESSION_CHANGED, gateway.changed(connection.place(), whole)),
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

    private void rename(Said said) {
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

    private void delete(Said said) {
        String id = chatOf(said);
        if (id.equals(ui().chat())) {
            requireTurn();
        }
        changeAny(tx -> Chats.delete(tx, owner(), id));
        tellAll(Frames.event(Wire.CHAT_SESSION_DELETED, Frames.object().put("session_id", id)));
        if (id.equals(ui().chat())) {
            openNew(gateway.agentFor(connection.place(), ""));
        }
    }

    private void list(Said said) {
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

    private void metadata(Said said) {
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

    private void setAgent(Said said) {
        requireTurn();
        Agent agent = reachable(said.text("agent_key", LONGEST_ID));
        String id = ui().chat();
        change(
                Frames.event(
                        Wire.AGENT_CONFIGURATION_CHANGED,
                        Frames.object()
                                .put("session_id", id)
                                .put("agent_key", agent.slug())
                                .set("audio", gateway.audio(connection.place(), agent::slug))),
                tx -> Chats.setAgent(tx, owner(), id, agent.slug()));
    }

    private void setVoice(Said said) {
        String voice = said.text("voice_id", LONGEST_ID);
        if (!listed(resources().voices()).contains(voice)) {
            throw Problem.notFound("voice");
        }
        UiSession ui = ui();
        append(List.of(Frames.event(Wire.AGENT_VOICE_CHANGED, Frames.object().put("voice_id", voice))), tx -> {
            UiSessionStore.setVoice(tx, ui.id(), voice);
            return true;
        });
        connection.ui(ui.withVoice(voice));
    }
}

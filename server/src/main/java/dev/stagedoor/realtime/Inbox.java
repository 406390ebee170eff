// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.chat.Owner;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Said;
import dev.stagedoor.realtime.wire.Wire;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one client says. A frame that is refused changes nothing, and the socket stays open. */
final class Inbox {
    private static final int LONGEST_ID = 128;
    private static final int MOST_FILES = 10;

    private final Gateway gateway;
    private final Connection connection;
    private final OpenChat chat;
    private final MessageRate rate;

    Inbox(Gateway gateway, Connection connection) {
        this.gateway = gateway;
        this.connection = connection;
        this.chat = new OpenChat(gateway, connection);
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
            case Wire.NEW_CHAT_SESSION -> chat.begin(said);
            case Wire.RESUME_CHAT_SESSION -> chat.resume(said);
            case Wire.SET_CHAT_SESSION_NAME -> chat.rename(said);
            case Wire.DELETE_CHAT_SESSION -> chat.delete(said);
            case Wire.GET_USER_SESSIONS -> chat.list(said);
            case Wire.SET_SESSION_METADATA -> chat.metadata(said);
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

    /** The page has been told an event. */
    void told(UiEvent event) {
        chat.told(event);
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

    private void input(Said said) {
        int longest = gateway.means().config().maxMessage().toInt();
        List<String> ids = said.texts("file_ids", MOST_FILES, LONGEST_ID);
        String text = ids.isEmpty() ? said.text("text", longest) : said.optional("text", longest);
        if (text.isBlank() && ids.isEmpty()) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "text is empty.");
        }
        List<UserFile> files = gateway.means().files().all(connection.tenant(), owner().user(), ids);
        Interactions.Input input = new Interactions.Input(text, files);
        Agent agent = gateway.agent(connection.place(), chat.agentSeen()).orElseGet(() -> available(chat.agentKey()));
        if (!started(agent, input)) {
            Agent now = available(chat.agentKey());
            if (now.slug().equals(agent.slug()) || !started(now, input)) {
                throw OpenChat.notYourTurn();
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

    private void cancel() {
        connection.speech().hush();
        if (!gateway.means().interactions().cancel(connection.tenant(), ui())) {
            connection.say(Wire.CANCELLED, Frames.object());
        }
    }

    private void refresh(Said said) {
        connection.refreshed(gateway.tokenOf(connection.by(), said.text("token", 4_096)));
    }

    private void setAgent(Said said) {
        chat.requireTurn();
        Agent agent = gateway.reachable(connection.place(), said.text("agent_key", LONGEST_ID));
        String id = ui().chat();
        chat.change(
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
        chat.append(
                List.of(Frames.event(Wire.AGENT_VOICE_CHANGED, Frames.object().put("voice_id", voice))), tx -> {
                    UiSessionStore.setVoice(tx, ui.id(), voice);
                    return true;
                });
        connection.ui(ui.withVoice(voice));
    }
}

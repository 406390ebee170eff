// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.json.Json;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.ChatMessage;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.voice.Voices;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the gateway says, as the members of its frames. */
public final class Frames {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Frames() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** An event that is stored. */
    public static UiEvent.Draft event(String type, ObjectNode data) {
        return new UiEvent.Draft(type, Json.text(data));
    }

    /** An event without members. */
    public static UiEvent.Draft event(String type) {
        return new UiEvent.Draft(type, "{}");
    }

    public static ObjectNode chat(Chat chat) {
        ObjectNode node = object().put("session_id", chat.id())
                .put("session_name", chat.name())
                .put("agent_key", chat.agent())
                .put("message_count", chat.messages())
                .put("created_at", chat.createdAt().toString())
                .put("updated_at", chat.updatedAt().toString());
        node.set("metadata", Json.read(chat.meta(), JsonNode.class));
        return node;
    }

    public static ObjectNode message(ChatMessage message) {
        return message(message, Map.of());
    }

    /** With those of its files that there still are. */
    public static ObjectNode message(ChatMessage message, Map<String, UserFile> files) {
        ObjectNode node = object().put("id", message.id())
                .put("role", message.role())
                .put("content", message.content())
                .put("created_at", message.createdAt().toString());
        if (!message.files().isEmpty()) {
            ArrayNode list = node.putArray("files");
            message.files().stream()
                    .map(files::get)
                    .filter(Objects::nonNull)
                    .forEach(file -> list.addObject()
                            .put("id", file.id())
                            .put("filename", file.name())
                            .put("mime_type", file.mediaType())
                            .put("size", file.size()));
        }
        return node;
    }

    /** The whole chat, under {@code chat_session}. */
    public static ObjectNode chatChanged(Chats.Whole whole) {
        ObjectNode chat = chat(whole.chat());
        ArrayNode messages = chat.putArray("messages");
        whole.messages().forEach(message -> messages.add(message(message, whole.files())));
        return object().set("chat_session", chat);
    }

    /** The id of the chat that is open from that event on. */
    public static String chatOf(UiEvent changed) {
        return Json.read(changed.data(), JsonNode.class)
                .at("/chat_session/session_id")
                .asText();
    }

    public static ObjectNode agents(Collection<Agent> agents) {
        ObjectNode frame = object();
        ArrayNode list = frame.putArray("agents");
        for (Agent agent : agents) {
            ObjectNode one = list.addObject().put("agent_key", agent.slug()).put("name", agent.name());
            one.put("voice", agent.persona().voice());
            one.set("tools", strings(agent.persona().tools()));
        }
        return frame;
    }

    public static ArrayNode strings(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** Ids under a name: {@code {"voices":[{"voice_id":"nova"}]}}. */
    public static ObjectNode ids(String list, String member, List<String> ids) {
        ObjectNode frame = object();
        ArrayNode array = frame.putArray(list);
        ids.forEach(id -> array.addObject().put(member, id));
        return frame;
    }

    /** The form of audio, both ways. */
    public static ObjectNode audio() {
        ObjectNode audio = object();
        for (String way : List.of("input", "output")) {
            audio.putObject(way)
                    .put("format", "pcm16")
                    .put("sample_rate", Voices.SAMPLE_RATE)
                    .put("channels", 1);
        }
        return audio;
    }

    /** Whether the user can speak, and how. */
    public static ObjectNode voiceInput(boolean supported) {
        return object().put("supported", supported).set("modes", strings(List.of("ptt", "vad")));
    }

    /** A refusal of a frame, or a failure of an agent. */
    public static ObjectNode error(String code, String message, String source) {
        return object().put("code", code).put("message", message).put("source", source);
    }
}

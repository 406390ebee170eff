// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Follows what a page hears, and fails at the first frame that docs/realtime.md does not allow there. */
final class Transcript {
    /** What has happened, as the page knows it. */
    enum State {
        NOTHING,
        GREETED,
        CHAT_SHOWN,
        USERS_TURN,
        TAKEN,
        BEGUN,
        REPEATED,
        ANSWERING,
        FAILED,
        ANSWERED,
        CANCELLED,
        SAID,
        OVER
    }

    private static final Set<String> LISTS = Set.of(
            "chat_user_data", "avatar_list", "voice_list", "agent_list", "tool_catalog", "voice_input_supported");

    /** Allowed at any time, and without meaning for the turn. */
    private static final Set<String> BESIDE = Set.of(
            "ping",
            "pong",
            "token_expiring",
            "auth_refreshed",
            "get_user_sessions_response",
            "chat_session_added",
            "chat_session_name_changed",
            "chat_session_deleted",
            "session_metadata_changed",
            "agent_configuration_changed",
            "agent_voice_changed",
            "server_listening");

    private static final Map<State, Map<String, State>> NEXT = Map.ofEntries(
            Map.entry(State.NOTHING, Map.of("ui_session_id_changed", State.GREETED)),
            Map.entry(State.GREETED, Map.of("chat_session_changed", State.CHAT_SHOWN)),
            Map.entry(State.CHAT_SHOWN, Map.of("user_turn_start", State.USERS_TURN)),
            Map.entry(State.USERS_TURN, Map.of("user_turn_end", State.TAKEN, "chat_session_changed", State.CHAT_SHOWN)),
            Map.entry(State.TAKEN, Map.of("interaction started", State.BEGUN)),
            Map.entry(State.BEGUN, Map.of("user_message", State.REPEATED)),
            Map.entry(State.REPEATED, Map.of("completion running", State.ANSWERING)),
            Map.entry(
                    State.ANSWERING,
                    Map.of(
                            "text_delta", State.ANSWERING,
                            "completion restarted", State.ANSWERING,
                            "completion over", State.ANSWERED,
                            "error of the agent", State.FAILED,
                            "cancelled", State.CANCELLED)),
            Map.entry(State.FAILED, Map.of("completion over", State.ANSWERED)),
            Map.entry(State.ANSWERED, Map.of("message", State.SAID, "interaction over", State.OVER)),
            Map.entry(State.CANCELLED, Map.of("message", State.SAID, "interaction over", State.OVER)),
            Map.entry(State.SAID, Map.of("interaction over", State.OVER)),
            Map.entry(State.OVER, Map.of("user_turn_start", State.USERS_TURN)));

    private State state = State.NOTHING;
    private String interaction = "";
    private long last = -1;
    private int turns;

    /** What all of these make of it. */
    static Transcript of(Collection<JsonNode> frames) {
        Transcript transcript = new Transcript();
        frames.forEach(transcript::hear);
        return transcript;
    }

    State state() {
        return state;
    }

    /** How many turns of the agent are over. */
    int turns() {
        return turns;
    }

    void hear(JsonNode frame) {
        String type = frame.path("type").asText();
        count(frame, type);
        if (type.equals("ui_session_id_changed") && frame.path("resumed").asBoolean()) {
            return;
        }
        boolean list = LISTS.contains(type);
        boolean refusal = type.equals("error") && !kind(frame, type).equals("error of the agent");
        if (list ? state != State.NOTHING : BESIDE.contains(type) || refusal) {
            return;
        }
        State next = NEXT.getOrDefault(state, Map.of()).get(kind(frame, type));
        if (next == null) {
            throw new AssertionError(kind(frame, type) + " while " + state + ": " + frame);
        }
        follow(frame, next);
    }

    /** A stored event has the next number; any other has the number of the last one. */
    private void count(JsonNode frame, String type) {
        long seq = frame.path("seq").asLong(-1);
        boolean fits = last < 0 || seq == last || seq == last + 1;
        if (seq < 0 || !fits) {
            throw new AssertionError(type + " has number " + seq + " after " + last);
        }
        last = seq;
    }

    private void follow(JsonNode frame, State next) {
        if (next == State.BEGUN) {
            interaction = frame.path("id").asText();
        }
        String said = frame.path("interaction_id")
                .asText(next == State.OVER ? frame.path("id").asText() : interaction);
        if (!said.equals(interaction)) {
            throw new AssertionError("of " + said + " during " + interaction + ": " + frame);
        }
        turns += next == State.OVER ? 1 : 0;
        state = next;
    }

    private static String kind(JsonNode frame, String type) {
        return switch (type) {
            case "interaction" -> frame.path("started").asBoolean() ? "interaction started" : "interaction over";
            case "completion" ->
                frame.path("restarted").asBoolean()
                        ? "completion restarted"
                        : frame.path("running").asBoolean() ? "completion running" : "completion over";
            case "error" -> frame.path("source").asText().equals("agent") ? "error of the agent" : type;
            default -> type;
        };
    }
}

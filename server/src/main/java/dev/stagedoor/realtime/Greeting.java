// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.chatusers.Place;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first frames of a connection, before anything that is stored.
 *
 * @param after the number of the last event that the client has seen; -1 if it does not say
 */
record Greeting(Gateway gateway, Connection connection, Gateway.Attached attached, long after) {
    /** Says them. What is stored after the last event that the connection has seen then is told next. */
    void say() {
        UiSession ui = attached.ui();
        Place place = connection.place();
        boolean replays = attached.resumed() && after >= 0 && after <= ui.lastSeq();
        connection.seen(replays ? after : ui.lastSeq());
        ObjectNode changed = Frames.object()
                .put("ui_session_id", ui.id())
                .put("resumed", attached.resumed())
                .put("replays", replays)
                .put("heartbeat_ms", gateway.means().config().heartbeat().toMillis())
                .put("max_message_bytes", gateway.means().config().maxMessage().toInt())
                .put("token_expires_at", connection.expiresAt().getEpochSecond());
        JsonNode audio = gateway.audio(place, () -> gateway.agentOf(place, ui));
        changed.set("audio", audio);
        connection.say(Wire.UI_SESSION_ID_CHANGED, changed);
        if (!attached.resumed() || after < 0) {
            // A page that was reloaded has its UI session, and has forgotten all else.
            connection.introduce(!audio.isNull());
        }
        if (!replays || isGap(ui)) {
            connection.seen(attached.running().isPresent() ? beginning(ui) : ui.lastSeq());
            whole(place, ui)
                    .ifPresent(whole ->
                            gateway.tell(place, whole, chat -> connection.say(Wire.CHAT_SESSION_CHANGED, chat)));
        }
        boolean users = attached.running().isEmpty();
        connection.speech().turn(users);
        if (users) {
            connection.say(Wire.USER_TURN_START, Frames.object());
        }
    }

    /** What comes before the answer in progress: a page that was reloaded is told again what it has said so far. */
    private long beginning(UiSession ui) {
        long begins = gateway.means().log().last(connection.tenant(), ui.id(), Wire.COMPLETION);
        return begins == 0 ? ui.lastSeq() : begins - 1;
    }

    private Optional<Chats.Whole> whole(Place place, UiSession ui) {
        return attached.begun()
                .map(begun -> new Chats.Whole(begun, List.of(), Map.of()))
                .or(() -> gateway.chats().whole(place.tenant(), ui.owner(), ui.chat()));
    }

    /** Whether events that the client has missed are gone. */
    private boolean isGap(UiSession ui) {
        List<UiEvent> next =
                after < ui.lastSeq() ? gateway.means().log().after(connection.tenant(), ui.id(), after) : List.of();
        return after < ui.lastSeq() && (next.isEmpty() || next.getFirst().seq() != after + 1);
    }
}

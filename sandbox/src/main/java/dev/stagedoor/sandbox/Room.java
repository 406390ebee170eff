// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A live room. Guarded by the lock of {@link SandboxState}. */
final class Room {
    private static final int EMPTY_TIMEOUT = 300;
    private static final int DEPARTURE_TIMEOUT = 20;

    final String sid;
    final String name;
    final Map<String, Participant> participants = new LinkedHashMap<>();
    final Map<String, Dispatch> dispatches = new LinkedHashMap<>();
    private final String turnPassword;
    private final Instant created;
    private final int emptyTimeout;
    private final int departureTimeout;
    private final int maxParticipants;
    private String metadata;
    private @Nullable Instant lastLeft;

    Room(String sid, String turnPassword, RoomSpec spec, Instant created) {
        this.sid = sid;
        this.turnPassword = turnPassword;
        this.name = spec.name();
        this.created = created;
        this.emptyTimeout = spec.emptyTimeout() > 0 ? spec.emptyTimeout() : EMPTY_TIMEOUT;
        this.departureTimeout = spec.departureTimeout() > 0 ? spec.departureTimeout() : DEPARTURE_TIMEOUT;
        this.maxParticipants = spec.maxParticipants();
        this.metadata = spec.metadata();
    }

    void metadata(String text) {
        metadata = text;
    }

    /** Agents are not people: they do not count and do not keep a room open. */
    int people() {
        return (int) participants.values().stream().filter(one -> !one.agent).count();
    }

    boolean full() {
        return maxParticipants > 0 && people() >= maxParticipants;
    }

    void personLeft(Instant when) {
        lastLeft = when;
    }

    /** When the room closes if nobody joins: empty timeout until someone has been here, departure timeout after. */
    Instant closesAt() {
        Instant left = lastLeft;
        return left == null
                ? created.plus(Duration.ofSeconds(emptyTimeout))
                : left.plus(Duration.ofSeconds(departureTimeout));
    }

    RoomView view() {
        int publishers = (int)
                participants.values().stream().filter(Participant::publishes).count();
        return new RoomView(
                sid,
                name,
                emptyTimeout,
                departureTimeout,
                maxParticipants,
                created,
                turnPassword,
                metadata,
                people(),
                publishers);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.ParticipantView.Presence;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A participant in a room. Guarded by the lock of {@link SandboxState}. */
public final class Participant {
    final String sid;
    final String identity;
    final boolean agent;
    final boolean hidden;
    private final Instant joined;
    private final Map<String, String> attributes;
    private Permissions permissions;
    private Presence presence = Presence.JOINED;
    private String name;
    private String metadata;
    private int version = 1;

    Participant(String sid, Entrant entrant, Instant joined) {
        this.sid = sid;
        this.identity = entrant.identity();
        this.agent = entrant.agent();
        this.hidden = entrant.hidden();
        this.name = entrant.name();
        this.metadata = entrant.metadata();
        this.attributes = new TreeMap<>(entrant.attributes());
        this.permissions = entrant.permissions();
        this.joined = joined;
    }

    void activate() {
        presence = Presence.ACTIVE;
        version++;
    }

    void update(ParticipantChange change) {
        if (!change.name().isEmpty()) name = change.name();
        if (!change.metadata().isEmpty()) metadata = change.metadata();
        change.attributes().forEach((key, value) -> {
            if (value.isEmpty()) attributes.remove(key);
            else attributes.put(key, value);
        });
        if (change.permissions() != null) permissions = change.permissions();
        version++;
    }

    /** Agents publish audio once active; the sandbox's people publish no media. */
    boolean publishes() {
        return agent && presence == Presence.ACTIVE;
    }

    ParticipantView view() {
        return new ParticipantView(
                sid,
                identity,
                name,
                presence,
                agent,
                publishes(),
                hidden,
                metadata,
                Map.copyOf(attributes),
                permissions,
                joined,
                version);
    }

    /** Someone about to join a room, as described by their token. */
    public record Entrant(
            String identity,
            String name,
            boolean agent,
            boolean hidden,
            String metadata,
            Map<String, String> attributes,
            Permissions permissions) {
        static Entrant agent(String identity, String agentName) {
            return new Entrant(
                    identity,
                    agentName,
                    true,
                    false,
                    "",
                    Map.of("lk.agent.name", agentName, "lk.agent_name", agentName),
                    new Permissions(true, true, true, true));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.ParticipantView.Kind;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.ParticipantView.Presence;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A participant in a room. Guarded by the lock of {@link SandboxState}. */
public final class Participant {
    final String sid;
    final String identity;
    final boolean agent;
    private final Kind kind;
    final boolean hidden;
    private final Instant joined;
    private final Map<String, String> attributes;
    private Permissions permissions;
    private Presence presence = Presence.JOINED;
    private String name;
    private String metadata;
    private int version = 1;
    private boolean sounding;
    private Instant silentUntil = Instant.MIN;

    Participant(String sid, Entrant entrant, Instant joined) {
        this.sid = sid;
        this.identity = entrant.identity();
        this.kind = entrant.kind();
        this.agent = kind == Kind.AGENT;
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

    /** Its program is gone, or cut off until then: it stays listed, and answers nothing. */
    void silence(Instant until) {
        silentUntil = until;
    }

    boolean isSilent(Instant now) {
        return silentUntil.isAfter(now);
    }

    /** Its audio track is there. */
    void sound() {
        sounding = true;
    }

    /** Agents and calls publish audio; the sandbox's people publish no media. */
    boolean publishes() {
        return sounding;
    }

    void attribute(String key, String value) {
        attributes.put(key, value);
        version++;
    }

    @Nullable
    String attribute(String key) {
        return attributes.get(key);
    }

    ParticipantView view() {
        return new ParticipantView(
                sid,
                identity,
                name,
                presence,
                kind,
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
            Kind kind,
            boolean hidden,
            String metadata,
            Map<String, String> attributes,
            Permissions permissions) {
        /** A person, or an agent. */
        public Entrant(
                String identity,
                String name,
                boolean agent,
                boolean hidden,
                String metadata,
                Map<String, String> attributes,
                Permissions permissions) {
            this(identity, name, agent ? Kind.AGENT : Kind.STANDARD, hidden, metadata, attributes, permissions);
        }

        static Entrant agent(String identity, String agentName) {
            return new Entrant(
                    identity,
                    agentName,
                    Kind.AGENT,
                    false,
                    "",
                    Map.of("lk.agent.name", agentName, "lk.agent_name", agentName),
                    new Permissions(true, true, true, true));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A participant with LiveKit's own client, in one room with one token. */
public final class Person implements AutoCloseable {
    private final NodeProgram program;

    private Person(NodeProgram program) {
        this.program = program;
    }

    /** Joins the token's room; returns once connected, or once the server refused them. */
    public static Person enter(String serverUrl, String token) {
        Person person = new Person(
                NodeProgram.start("e2e/js/participant.mjs", Map.of("LIVEKIT_URL", serverUrl, "TOKEN", token)));
        person.program.await("in the room or refused", event -> is(event, "connected") || is(event, "connect_failed"));
        return person;
    }

    /** Whether they were admitted at all. */
    public boolean gotIn() {
        return program.seen(event -> is(event, "connected")).isPresent();
    }

    /** Whether they are in the room now. */
    public boolean isInside() {
        return gotIn() && !hasLeft() && program.isRunning();
    }

    private boolean hasLeft() {
        return program.seen(event -> is(event, "disconnected")).isPresent();
    }

    /** Waits until the server removes them, and returns LiveKit's reason. */
    public String removal() {
        return program.await("removed", event -> is(event, "disconnected"))
                .path("reason")
                .asText();
    }

    private static boolean is(JsonNode event, String name) {
        return event.path("event").asText().equals(name);
    }

    @Override
    public void close() {
        program.close();
    }

    @Override
    public String toString() {
        return program.toString();
    }
}

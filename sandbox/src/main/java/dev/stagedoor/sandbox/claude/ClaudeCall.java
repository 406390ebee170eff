// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.sandbox.claude.server.HttpRequest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that reached the sandbox, and how it ended. The key and the body are there for tests to compare; {@link
 * #toString} shows neither.
 */
public final class ClaudeCall {
    /** How a call ended. */
    public enum Ending {
        /** It has not ended yet. */
        RUNNING,
        /** With a whole answer. */
        ANSWERED,
        /** With an error, of the whole call or in the middle of a stream. */
        FAILED,
        /** The sandbox cut the connection because its script said so. */
        CUT,
        /** The client left before the end of the answer. */
        CLIENT_LEFT
    }

    private final Instant at;
    private final String key;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;

    /** The parsed body while the call is being answered; afterwards only the bytes are kept. */
    private volatile @Nullable JsonNode parsed;

    private int status;
    private int events;
    private Ending ending = Ending.RUNNING;
    private @Nullable Instant endedAt;

    ClaudeCall(Instant at, String key, HttpRequest request) {
        this.at = at;
        this.key = key;
        this.path = request.path();
        this.headers = request.headers();
        this.body = request.body();
    }

    /** When it arrived. */
    public Instant at() {
        return at;
    }

    /** The API key or bearer token it was made with, or empty. */
    public String key() {
        return key;
    }

    /** {@code /v1/messages}. */
    public String path() {
        return path;
    }

    /** A request header, by its lower-case name. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Its body; a missing node if that is not JSON. */
    public JsonNode body() {
        JsonNode current = parsed;
        return current == null ? Json.readOrMissing(body) : current;
    }

    /** The model it asks for, or empty. */
    public String model() {
        return body().path("model").asText();
    }

    /** The text of its system prompt, or empty. */
    public String system() {
        return Prompt.text(body().path("system"));
    }

    /** The text of its last message, or empty. */
    public String userText() {
        return Prompt.lastText(body());
    }

    /** The HTTP status of the response; 0 if none has been sent. */
    public synchronized int status() {
        return status;
    }

    /** How many events of its stream have been sent. */
    public synchronized int events() {
        return events;
    }

    /** How it ended. */
    public synchronized Ending ending() {
        return ending;
    }

    /** When it ended, or null if it has not. */
    public synchronized @Nullable Instant endedAt() {
        return endedAt;
    }

    int size() {
        return body.length;
    }

    void parsed(@Nullable JsonNode json) {
        parsed = json;
    }

    synchronized void answering(int with) {
        status = with;
    }

    synchronized void sentEvent() {
        events++;
    }

    /** The first ending counts. */
    synchronized void ended(Ending how, Instant when) {
        if (ending != Ending.RUNNING) return;
        ending = how;
        endedAt = when;
    }

    @Override
    public synchronized String toString() {
        return path + " " + status + " " + ending;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/**
 * What LiveKit should record automatically (LiveKit's {@code RoomEgress}), as the JSON that LiveKit documents.
 *
 * <p>The message has some forty nested types, none of which this library uses, so it is carried as JSON. It must be an
 * object of at most 16 KiB, and is checked for storage and streaming credentials. Anyone who holds a token can read it,
 * so {@code AccessToken} rejects an egress with credentials; CreateRoom, which only the server sees, accepts it.
 */
public final class RoomEgress {
    private static final int LONGEST = 16 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    /** Fields of egress messages that hold secrets; compared without case and underscores. */
    private static final Set<String> CREDENTIALS = Set.of(
            "secret",
            "credentials",
            "accountkey",
            "accesskey",
            "sessiontoken",
            "assumerolearn",
            "assumeroleexternalid",
            "password",
            "streamoutputs",
            "streamkey",
            "signingkey");

    private final String json;
    private final boolean credentials;

    private RoomEgress(String json, boolean credentials) {
        this.json = json;
        this.credentials = credentials;
    }

    /**
     * Reads LiveKit's JSON, in camelCase or snake_case.
     *
     * @throws IllegalArgumentException if it is not a JSON object, or longer than 16 KiB
     */
    public static RoomEgress ofJson(String json) {
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException("egress is longer than " + LONGEST + " characters");
        }
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("egress is not JSON");
        }
        if (node == null || !node.isObject()) {
            throw new IllegalArgumentException("egress is not a JSON object");
        }
        return new RoomEgress(node.toString(), holdsCredentials(node));
    }

    private static boolean holdsCredentials(JsonNode node) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            var plain = name.replace("_", "").toLowerCase(Locale.ROOT);
            if (CREDENTIALS.contains(plain) && !isBlank(node.get(name))) {
                return true;
            }
        }
        for (var child : node) {
            if (holdsCredentials(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(JsonNode node) {
        return node.isNull()
                || (node.isContainerNode() ? node.isEmpty() : node.asText().isEmpty());
    }

    /** The JSON, minified. */
    public String json() {
        return json;
    }

    /** Whether it contains a storage secret, a cloud credential or a stream target. */
    public boolean hasCredentials() {
        return credentials;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoomEgress egress && json.equals(egress.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Without its content, which may hold credentials. */
    @Override
    public String toString() {
        return "RoomEgress[" + json.length() + " characters]";
    }
}

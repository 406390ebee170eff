package dev.stagedoor.idempotency;

import dev.stagedoor.http.Json;
import dev.stagedoor.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** A request that may come again: the client's key for it, what it does, and the hash of what it asks. */
public final class IdempotencyKey {
    /** The header it comes in. */
    public static final String HEADER = "Idempotency-Key";

    private static final int LONGEST = 255;

    private final String value;
    private final String action;
    private final byte[] hash;

    private IdempotencyKey(String value, String action, byte[] hash) {
        this.value = value;
        this.action = action;
        this.hash = hash;
    }

    /**
     * The key in a request's header, if it has one.
     *
     * @param header the header's value: 1 to 255 printable ASCII characters
     * @param action what the request does, with the path's parameters where they matter: {@code agent.create}
     * @param body   the decoded body, a record of {@code api/}
     */
    public static Optional<IdempotencyKey> of(Optional<String> header, String action, Object body) {
        return header.map(value -> new IdempotencyKey(checked(value), action, sha256(action, Json.bytes(body))));
    }

    private static String checked(String value) {
        if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw Problem.invalid(HEADER, "must be 1 to 255 printable ASCII characters without spaces");
        }
        return value;
    }

    private static byte[] sha256(String action, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(action.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String value() {
        return value;
    }

    String action() {
        return action;
    }

    byte[] hash() {
        return hash.clone();
    }

    boolean sameRequest(byte[] other) {
        return Arrays.equals(hash, other);
    }
}

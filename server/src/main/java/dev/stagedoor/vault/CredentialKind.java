package dev.stagedoor.vault;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;

/** What a credential is for. Each kind has a shape, a probe and rules of isolation of its own. */
public enum CredentialKind {
    /** A LiveKit project: server url, API key, API secret. */
    LIVEKIT("livekit");

    private final String wire;

    CredentialKind(String wire) {
        this.wire = wire;
    }

    /** Its name in paths and JSON. */
    public String wire() {
        return wire;
    }

    /** The kind of that name; {@code not_found} if there is none. */
    static CredentialKind of(String wire) {
        for (CredentialKind kind : values()) {
            if (kind.wire.equals(wire)) {
                return kind;
            }
        }
        throw Problem.notFound("kind of credential");
    }

    /** 422 {@code credential_missing}: the tenant has no active credential of this kind, and there is no fallback (I3). */
    public Problem missing() {
        return Problem.of(ErrorCode.CREDENTIAL_MISSING, "The tenant has no active " + wire + " credential.");
    }
}

package dev.stagedoor.vault;

import java.util.Locale;

/** Where a version of a credential is in its life. */
public enum CredentialState {
    /** Stored and claimed, and its provider is being asked. */
    PENDING,
    /** The one that is used. */
    ACTIVE,
    /** A newer one took its place; still used by the calls that name it, until they and their tokens have ended. */
    SUPERSEDED,
    /** Taken out of use for good; its secret is erased. */
    REVOKED,
    /** Its provider did not take it, or was never asked to the end. */
    FAILED;

    /** Its word in JSON and SQL. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CredentialState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}

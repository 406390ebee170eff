// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

/** Where a version of a credential is in its life. */
public enum CredentialState {
    /** Stored and claimed; verification is under way. */
    PENDING("pending"),
    /** The one in use. */
    ACTIVE("active"),
    /** Replaced by a newer one; calls that name it still use it until they and their tokens have ended. */
    SUPERSEDED("superseded"),
    /** Revoked for good; its secret is erased. */
    REVOKED("revoked"),
    /** Its provider rejected it, or never answered. */
    FAILED("failed");

    private final String wire;

    CredentialState(String wire) {
        this.wire = wire;
    }

    /** Its word in JSON and SQL. */
    public String wire() {
        return wire;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

/** The one API key a sandbox knows: its id, which is public, and its secret, which is never shown. */
public final class SandboxKey {
    private final String id;
    private final String secret;

    private SandboxKey(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A key; neither part can be blank. */
    public static SandboxKey of(String id, String secret) {
        if (id.isBlank() || secret.isBlank()) throw new IllegalArgumentException("an API key needs an id and a secret");
        return new SandboxKey(id, secret);
    }

    /** The id, as tokens name it in {@code iss}. */
    public String id() {
        return id;
    }

    String reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "SandboxKey[" + id + ", secret not shown]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.Optional;

/** What an API key may do, as written on the wire: {@code tokens:mint}. */
public enum Scope {
    TENANTS_READ("tenants:read"),
    TENANTS_WRITE("tenants:write"),
    USERS_WRITE("users:write"),
    KEYS_READ("keys:read"),
    KEYS_WRITE("keys:write"),
    CREDENTIALS_READ("credentials:read"),
    CREDENTIALS_WRITE("credentials:write"),
    AGENTS_READ("agents:read"),
    AGENTS_WRITE("agents:write"),
    TOKENS_MINT("tokens:mint"),
    TOKENS_INSPECT("tokens:inspect"),
    CALLS_READ("calls:read"),
    CALLS_WRITE("calls:write"),
    DISPATCHES_READ("dispatches:read"),
    DISPATCHES_WRITE("dispatches:write"),
    USAGE_READ("usage:read"),
    AUDIT_READ("audit:read");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    /** The scope's name in JSON and on the command line. */
    public String wire() {
        return wire;
    }

    /** The scope with this name, if it exists. */
    public static Optional<Scope> of(String wire) {
        for (Scope scope : values()) {
            if (scope.wire.equals(wire)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}

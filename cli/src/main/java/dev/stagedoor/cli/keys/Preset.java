// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import java.util.List;

/** Scopes that usually go together. */
enum Preset {
    /** A tenant's backend: tokens, calls, dispatches, users and runs. */
    BACKEND(
            "tokens:mint",
            "tokens:inspect",
            "calls:read",
            "calls:write",
            "dispatches:read",
            "dispatches:write",
            "agents:read",
            "users:write",
            "runs:read",
            "runs:write",
            "models:lease",
            "sessions:read",
            "sessions:write",
            "chat_users:read",
            "chat_users:write",
            "numbers:read",
            "numbers:write",
            "webhooks:read",
            "webhooks:write",
            "events:read",
            "pii:read"),
    /** The server side of a web page: tokens, and which agents there are. */
    FRONTEND("tokens:mint", "agents:read"),
    /** Sees everything and changes nothing. */
    READONLY(
            "tenants:read",
            "keys:read",
            "credentials:read",
            "agents:read",
            "calls:read",
            "dispatches:read",
            "profiles:read",
            "runs:read",
            "sessions:read",
            "chat_users:read",
            "numbers:read",
            "webhooks:read",
            "events:read",
            "usage:read",
            "audit:read");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> scopes;

    Preset(String... scopes) {
        this.scopes = List.of(scopes);
    }

    List<String> scopes() {
        return scopes;
    }
}

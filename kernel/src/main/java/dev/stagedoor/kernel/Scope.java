// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.Optional;

/** What an API key may do, as written on the wire: {@code tokens:mint}. */
public enum Scope {
    TENANTS_READ(
            "tenants:read", "read the tenant and its policy; an operator: any tenant, also receipts of deleted ones"),
    TENANTS_WRITE("tenants:write", "create, change, suspend and delete tenants; operators only"),
    USERS_WRITE("users:write", "see, revoke and reinstate the tenant's users"),
    KEYS_READ("keys:read", "list API keys"),
    KEYS_WRITE("keys:write", "create, change and revoke API keys, none above itself"),
    CREDENTIALS_READ("credentials:read", "see credentials, without their secrets"),
    CREDENTIALS_WRITE("credentials:write", "set, replace and revoke credentials"),
    AGENTS_READ("agents:read", "read agents, their workers and what those write"),
    AGENTS_WRITE("agents:write", "create, change and delete agents, and run workers for them"),
    TOKENS_MINT("tokens:mint", "get and refresh participants' tokens"),
    TOKENS_INSPECT("tokens:inspect", "see what a token claims and whether it is valid"),
    CALLS_READ("calls:read", "read calls"),
    CALLS_WRITE("calls:write", "start and end calls, remove participants"),
    DISPATCHES_READ("dispatches:read", "read dispatches and follow their events"),
    DISPATCHES_WRITE("dispatches:write", "cancel dispatches"),
    PROFILES_READ("profiles:read", "see Claude profiles, without their secrets, and which one a user's runs take"),
    PROFILES_WRITE("profiles:write", "create, change, select, test and delete Claude profiles"),
    RUNS_READ("runs:read", "read runs and follow their events"),
    RUNS_WRITE("runs:write", "start and cancel runs"),
    MODELS_LEASE("models:lease", "get leases by which an agent's worker calls its model, and revoke them"),
    SESSIONS_READ("sessions:read", "list app users' sessions"),
    SESSIONS_WRITE("sessions:write", "open sessions for app users, and revoke them"),
    CHAT_USERS_READ("chat_users:read", "read chat users, their policy and their load"),
    CHAT_USERS_WRITE("chat_users:write", "create, change and delete chat users, and decide who has which"),
    NUMBERS_READ("numbers:read", "read phone numbers"),
    NUMBERS_WRITE("numbers:write", "add, change and release phone numbers"),
    PII_READ("pii:read", "see the phone numbers of people who call or are called; without it they are masked"),
    WEBHOOKS_READ("webhooks:read", "read webhook endpoints and what was sent to them, without their secrets"),
    WEBHOOKS_WRITE("webhooks:write", "create, change, test and delete webhook endpoints, and send events again"),
    EVENTS_READ("events:read", "read events and follow them"),
    USAGE_READ("usage:read", "read what the tenant used"),
    AUDIT_READ("audit:read", "read and export the audit log");

    private final String wire;
    private final String lets;

    Scope(String wire, String lets) {
        this.wire = wire;
        this.lets = lets;
    }

    /** The scope's name in JSON and on the command line. */
    public String wire() {
        return wire;
    }

    /** What it lets a key do, for users: {@code read calls}. */
    public String lets() {
        return lets;
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

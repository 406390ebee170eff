// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.access.CurrentState;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;

/**
 * Whoever comes to sign in. Their tenant is that of a publishable key, of a backend's key with {@code sessions:write}, or
 * of the host name that they came to; a field of the request never names it (I5).
 */
public final class Visitors implements Entrance {
    private final Authenticator keys;
    private final Hosts hosts;
    private final CurrentState current;

    Visitors(Authenticator keys, Hosts hosts, CurrentState current) {
        this.keys = keys;
        this.hosts = hosts;
        this.current = current;
    }

    @Override
    public String name() {
        return "visitor";
    }

    @Override
    public String sentence() {
        return "Requires a publishable key from an allowed origin, a key with the scope `sessions:write`, or a host name"
                + " that is registered for a tenant.";
    }

    @Override
    public Principal authenticate(Knock request) {
        if (request.credentials() instanceof Credentials.Bearer) {
            return byKey(keys.authenticate(request.credentials(), request.origin(), request.requestId()));
        }
        TenantId tenant = hosts.owner(request.host()).orElseThrow(Visitors::unknown);
        requireOwnPage(request);
        String host = Hosts.name(request.host());
        return current.judge(tenant, snapshot -> visitor(snapshot, host, request.requestId()));
    }

    /** Without this, any page could sign its reader in as somebody else (login CSRF), since no key is needed. */
    private static void requireOwnPage(Knock request) {
        if (!request.origin().isEmpty() && !request.isFromOwnPage()) {
            throw Problem.of(ErrorCode.ORIGIN_NOT_ALLOWED, "Pages of other origins sign in with a publishable key.");
        }
    }

    private static Principal byKey(Principal by) {
        return switch (by) {
            case Principal.PublishableKey key -> key;
            case Principal.TenantKey key when key.scopes().contains(Scope.SESSIONS_WRITE) -> key;
            case Principal.TenantKey key ->
                throw Problem.of(
                        ErrorCode.INSUFFICIENT_SCOPE,
                        "The key does not have the scope " + Scope.SESSIONS_WRITE.wire() + '.');
            default -> throw Problem.of(ErrorCode.FORBIDDEN, "Only a tenant's keys may sign users in.");
        };
    }

    private static Principal visitor(Snapshot snapshot, String host, String requestId) {
        if (snapshot.get(Hosts.HOST, host).isEmpty()) {
            throw unknown();
        }
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        tenant.requireActive();
        return new Principal.Visitor(snapshot.tenant(), host, snapshot.proof(), requestId);
    }

    private static Problem unknown() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "Send a publishable key, or use a host name that an operator registered for the tenant.");
    }
}

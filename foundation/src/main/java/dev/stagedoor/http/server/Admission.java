// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.stream.OpenSockets;
import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import io.helidon.http.HeaderNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorizes requests: authentication, scope, tenant, rate limit. */
final class Admission {
    private final Gate gate;
    private final OpenSockets sockets;
    private final OpenSockets streams;
    private final OpenSockets passed;

    Admission(Gate gate, HttpConfig config) {
        this.gate = gate;
        this.sockets = new OpenSockets(
                "WebSockets", config.sockets().maxPerTenant(), config.sockets().maxPerKey());
        this.streams = new OpenSockets(
                "event streams",
                config.streams().maxPerTenant(),
                config.streams().maxPerKey());
        this.passed = new OpenSockets(
                "calls of another server",
                config.streams().maxPerTenant(),
                config.streams().maxPerKey());
    }

    /** Authorizes by the current state, or refuses; {@code again} does not count against the rate limit. */
    void judge(HttpExchange exchange, boolean again) {
        Access access = exchange.route().access();
        if (access instanceof Access.Anyone) {
            return;
        }
        String origin = exchange.header(HeaderNames.ORIGIN).orElse("");
        Principal by = authenticated(exchange, access, origin);
        exchange.principal(by);
        if (by instanceof Principal.PublishableKey && !origin.isEmpty()) {
            exchange.admittedOrigin(origin);
        }
        check(access, by);
        if (exchange.endpoint().socket()) {
            requireOwnOrigin(exchange, origin);
        }
        TenantId tenant = tenant(exchange, by);
        exchange.tenant(tenant);
        if (!again) {
            exchange.allowance(gate.limiter().take(by, exchange.route().action()));
            switch (exchange.endpoint().lasts()) {
                case NO -> {}
                case AS_SOCKET -> exchange.place(sockets.take(name(tenant), by.actor()));
                case AS_PASSED -> exchange.place(passed.take(name(tenant), by.actor()));
                case AS_EVENTS -> exchange.place(streams.take(name(tenant), by.actor()));
            }
        }
    }

    private static String name(@Nullable TenantId tenant) {
        return tenant == null ? "" : tenant.value();
    }

    private Principal authenticated(HttpExchange exchange, Access access, String origin) {
        if (access instanceof Access.Signed signed) {
            return signed.verifier().verify(exchange);
        }
        if (access instanceof Access.Vendor(VendorApi api)) {
            return api.authenticate(exchange);
        }
        // What is open is judged twice a second, by what it came with.
        Credentials credentials =
                exchange.principalIfKnown() == null ? CredentialsReader.of(exchange, origin) : exchange.credentials();
        exchange.credentials(credentials);
        if (access instanceof Access.Entered(Entrance entrance)) {
            return enter(exchange, entrance, credentials, origin);
        }
        Principal before = exchange.principalIfKnown();
        return before == null
                ? gate.authenticator().authenticate(credentials, origin, exchange.requestId())
                : gate.authenticator().authenticateAgain(before, credentials, origin);
    }

    private static Principal enter(HttpExchange exchange, Entrance entrance, Credentials credentials, String origin) {
        String host = exchange.header(HeaderNames.HOST).orElse("");
        if (entrance.admitsAnyOrigin() && credentials instanceof Credentials.Bearer) {
            // Before, so that the page can read a refusal: that its session has ended.
            exchange.admittedOrigin(origin);
        }
        return entrance.authenticate(
                new Entrance.Knock(credentials, origin, host, exchange.requestId(), exchange.principalIfKnown()));
    }

    /** Browsers do not apply the same-origin policy to WebSockets, so the server has to. */
    private static void requireOwnOrigin(HttpExchange exchange, String origin) {
        boolean allowed = origin.isEmpty()
                || origin.equals(exchange.admittedOrigin())
                || CredentialsReader.isOwn(exchange, origin);
        if (!allowed) {
            throw Problem.of(ErrorCode.ORIGIN_NOT_ALLOWED, "This origin may not open a WebSocket.");
        }
    }

    private static void check(Access access, Principal by) {
        switch (access) {
            case Access.Anyone() -> {}
            case Access.OperatorOnly(Scope scope) -> {
                if (!(by instanceof Principal.Operator operator)) {
                    throw Problem.of(ErrorCode.FORBIDDEN, "This requires an operator key.");
                }
                need(scope, operator.scopes());
            }
            case Access.TenantScope(Scope scope) -> needOf(by, scope, false);
            case Access.Publishable(Scope scope) -> needOf(by, scope, true);
            case Access.Signed signed -> {}
            case Access.Entered entered -> {}
            case Access.Vendor vendor -> {}
        }
    }

    private static void needOf(Principal by, Scope scope, boolean publishable) {
        switch (by) {
            case Principal.Operator operator -> need(scope, operator.scopes());
            case Principal.TenantKey key -> need(scope, key.scopes());
            case Principal.PublishableKey key when publishable -> {}
            case Principal.PublishableKey key ->
                throw Problem.of(ErrorCode.FORBIDDEN, "A publishable key may only request tokens.");
            case Principal.Visitor visitor -> throw Problem.of(ErrorCode.UNAUTHENTICATED, "Sign in first.");
            case Principal.AppUser user ->
                throw Problem.of(ErrorCode.FORBIDDEN, "An app user's session may not do this.");
            case Principal.Sender sender -> throw Problem.of(ErrorCode.FORBIDDEN, "Signed requests may not do this.");
            case Principal.SystemJob job -> throw new IllegalStateException("a job does not make HTTP requests");
        }
    }

    private static void need(Scope scope, Set<Scope> has) {
        if (!has.contains(scope)) {
            throw Problem.of(ErrorCode.INSUFFICIENT_SCOPE, "The key does not have the scope " + scope.wire() + '.');
        }
    }

    /** The tenant that a principal belongs to, if to one. */
    static @Nullable TenantId own(Principal by) {
        return switch (by) {
            case Principal.TenantKey key -> key.tenant();
            case Principal.PublishableKey key -> key.tenant();
            case Principal.AppUser user -> user.tenant();
            case Principal.Visitor visitor -> visitor.tenant();
            case Principal.Sender sender -> sender.tenant();
            case Principal.Operator operator -> null;
            case Principal.SystemJob job -> null;
        };
    }

    /** I5: a key's own tenant; the one in the path only for an operator, and for a key that names its own (I4). */
    private @Nullable TenantId tenant(HttpExchange exchange, Principal by) {
        TenantId own = own(by);
        if (!exchange.names().contains("tenant")) {
            return own;
        }
        TenantId named = gate.authenticator().tenant(by, exchange.path("tenant"));
        if (!by.covers(named)) {
            throw Problem.notFound("tenant");
        }
        return named;
    }
}

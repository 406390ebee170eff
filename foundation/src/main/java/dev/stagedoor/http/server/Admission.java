package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import io.helidon.http.HeaderNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Admits a request, or refuses it: authentication, scope, tenant, burst limit. */
final class Admission {
    private final Gate gate;

    Admission(Gate gate) {
        this.gate = gate;
    }

    /** Judges by what is known now; {@code again} when the epoch has moved: that takes no second token. */
    void judge(HttpExchange exchange, boolean again) {
        Access access = exchange.route().access();
        if (access instanceof Access.Anyone) {
            return;
        }
        String origin = exchange.header(HeaderNames.ORIGIN).orElse("");
        Principal by = access instanceof Access.Signed signed
                ? signed.verifier().verify(exchange)
                : gate.authenticator()
                        .authenticate(CredentialsReader.of(exchange, origin), origin, exchange.requestId());
        exchange.principal(by);
        if (by instanceof Principal.PublishableKey && !origin.isEmpty()) {
            exchange.admittedOrigin(origin);
        }
        check(access, by);
        exchange.tenant(tenant(exchange, by));
        if (!again) {
            exchange.allowance(gate.limiter().take(by, exchange.route().action()));
        }
    }

    private static void check(Access access, Principal by) {
        switch (access) {
            case Access.Anyone() -> {}
            case Access.OperatorOnly(Scope scope) -> {
                if (!(by instanceof Principal.Operator operator)) {
                    throw Problem.of(ErrorCode.FORBIDDEN, "Only an operator's key may do this.");
                }
                need(scope, operator.scopes());
            }
            case Access.TenantScope(Scope scope) -> needOf(by, scope, false);
            case Access.Publishable(Scope scope) -> needOf(by, scope, true);
            case Access.Signed signed -> {}
        }
    }

    private static void needOf(Principal by, Scope scope, boolean publishable) {
        switch (by) {
            case Principal.Operator operator -> need(scope, operator.scopes());
            case Principal.TenantKey key -> need(scope, key.scopes());
            case Principal.PublishableKey key when publishable -> {}
            case Principal.PublishableKey key ->
                throw Problem.of(ErrorCode.FORBIDDEN, "A publishable key may only request tokens.");
            case Principal.Sender sender -> throw Problem.of(ErrorCode.FORBIDDEN, "A signed request may not do this.");
            case Principal.SystemJob job -> throw new IllegalStateException("a job does not make HTTP requests");
        }
    }

    private static void need(Scope scope, Set<Scope> has) {
        if (!has.contains(scope)) {
            throw Problem.of(ErrorCode.FORBIDDEN, "The key does not have the scope " + scope.wire() + '.');
        }
    }

    /** I5: a key's own tenant; the one in the path only for an operator, and for a key that names its own (I4). */
    private @Nullable TenantId tenant(HttpExchange exchange, Principal by) {
        TenantId own = switch (by) {
            case Principal.TenantKey key -> key.tenant();
            case Principal.PublishableKey key -> key.tenant();
            case Principal.Sender sender -> sender.tenant();
            case Principal.Operator operator -> null;
            case Principal.SystemJob job -> null;
        };
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

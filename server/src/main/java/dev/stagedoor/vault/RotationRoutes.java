// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.vault.CredentialRotation;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.RollbackCredentialRequest;
import dev.stagedoor.api.vault.WebhookCredential;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.RouteBuilder;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes that replace a credential while calls go on: one for each kind to rotate it, and the rest alike. */
final class RotationRoutes {
    private final Vault vault;
    private final Kinds kinds;
    private final VaultRoutes known;

    RotationRoutes(Vault vault, Kinds kinds, VaultRoutes known) {
        this.vault = vault;
        this.kinds = kinds;
        this.known = known;
    }

    List<Route<?>> routes() {
        List<Route<?>> routes = new ArrayList<>();
        kinds.all().stream().filter(Kind::isPutByVault).forEach(kind -> routes.add(rotating(kind)));
        routes.add(showing(
                Route.get(VaultRoutes.ONE + "/rotation", VaultRoutes.READ)
                        .named("credential.rotation", "Show how far the change of a credential is"),
                known::ref));
        routes.add(showing(
                Route.get(VaultRoutes.NAMED + "/rotation", VaultRoutes.READ)
                        .named("credential.rotation_named", "Show how far the change of a named credential is"),
                known::namedRef));
        routes.add(rollingBack(
                Route.post(VaultRoutes.ONE + "/rollback", VaultRoutes.WRITE)
                        .named("credential.rollback", "Make an earlier version of a credential active again"),
                known::ref));
        routes.add(rollingBack(
                Route.post(VaultRoutes.NAMED + "/rollback", VaultRoutes.WRITE)
                        .named(
                                "credential.rollback_named",
                                "Make an earlier version of a named credential active again"),
                known::namedRef));
        return Route.alsoUnderTenant(routes);
    }

    private <B> Route<B> rotating(Kind<B> kind) {
        KindWire<B> wire = kind.wire();
        List<String> query = kind.isProbed() ? List.of("verify", "from") : List.of("from");
        return Route.post(VaultRoutes.path(wire) + "/rotate", VaultRoutes.WRITE)
                .named(
                        wire.action().replace(".put", ".rotate"),
                        "Replace the active version of a " + wire.name() + " credential while calls go on")
                .takes(wire.takes())
                .example(wire.example())
                .answers(example())
                .query(query)
                .by((exchange, body) -> rotate(exchange, kind, body));
    }

    private <B> Reply rotate(Exchange exchange, Kind<B> kind, B body) {
        Proposal proposal = kind.propose(body);
        PutCredential put =
                new PutCredential(VaultRoutes.put(exchange, kind.wire()), proposal, VaultRoutes.verify(exchange, kind));
        Long from = exchange.query("from").map(RotationRoutes::number).orElse(null);
        Rotation rotation = vault.rotate(exchange.principal(), exchange.tenant(), put, from);
        Credential active = rotation.active();
        String secret = proposal.generated()
                        && active != null
                        && kind.answer(kind.view(active), proposal) instanceof WebhookCredential made
                ? made.secret()
                : null;
        CredentialRotation answer = view(rotation, secret);
        return proposal.generated()
                ? new Reply.Json(200, answer, Map.of("Cache-Control", "no-store"))
                : Reply.ok(answer);
    }

    private static long number(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw Problem.invalid("from", "must be the number of a version");
        }
        return Long.parseLong(text);
    }

    private Route<?> showing(RouteBuilder<NoBody> route, Function<Exchange, CredentialRef> ref) {
        return route.answers(example())
                .by(exchange -> Reply.ok(
                        view(vault.rotation(exchange.principal(), exchange.tenant(), ref.apply(exchange)), null)));
    }

    private Route<?> rollingBack(RouteBuilder<NoBody> route, Function<Exchange, CredentialRef> ref) {
        return route.takes(RollbackCredentialRequest.class)
                .answers(example())
                .by((exchange, body) -> Reply.ok(view(
                        vault.rollback(exchange.principal(), exchange.tenant(), ref.apply(exchange), body.version()),
                        null)));
    }

    private CredentialRotation view(Rotation rotation, @Nullable String secret) {
        Credential active = rotation.active();
        CredentialRef ref = rotation.ref();
        return new CredentialRotation(
                ref.kind(),
                kinds.of(ref.kind()).wire().named() ? ref.name() : null,
                rotation.phase().wire(),
                active == null ? null : kinds.of(active).view(active),
                rotation.rollbackTo(),
                rotation.draining().stream().map(RotationRoutes::view).toList(),
                rotation.drainedAtLatest().orElse(null),
                secret);
    }

    private static CredentialRotation.DrainingVersion view(Rotation.Draining row) {
        return new CredentialRotation.DrainingVersion(
                row.version(), row.liveCalls(), row.tokensUntil(), row.atLatest());
    }

    private Answer.Json example() {
        if (!(known.shown().example() instanceof CredentialView active)) {
            return new Answer.Json(CredentialRotation.class);
        }
        Instant drained = Instant.parse("2026-03-01T13:11:00Z");
        return Answer.Json.like(new CredentialRotation(
                active.kind(),
                active.name(),
                "draining",
                active,
                1L,
                List.of(new CredentialRotation.DrainingVersion(1, 12, null, drained)),
                drained,
                null));
    }
}

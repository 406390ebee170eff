// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.rewrap;

import dev.stagedoor.api.access.MasterKeyRewrap;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.TreeMap;

/** The routes of the master key: for operators. */
final class RewrapRoutes {
    private static final String PATH = "/api/v1/keys/rewrap";

    private static final MasterKeyRewrap EXAMPLE = new MasterKeyRewrap(
            "mk-1f2e3d4c5b6a",
            false,
            200,
            List.of(new MasterKeyRewrap.Waiting("mk-0a1b2c3d4e5f", 812)),
            List.of(),
            List.of(),
            "ten_01example");

    private final Rewrap rewrap;

    RewrapRoutes(Rewrap rewrap) {
        this.rewrap = rewrap;
    }

    List<Route<?>> routes() {
        return List.of(
                Route.post(PATH, new Access.OperatorOnly(Scope.KEYS_WRITE))
                        .named("master_key.rewrap", "Wrap a page of the tenants' data keys by the first master key")
                        .answers(Answer.Json.like(EXAMPLE))
                        .query("after")
                        .by(this::rewrap),
                Route.get(PATH, new Access.OperatorOnly(Scope.KEYS_READ))
                        .named("master_key.progress", "Show which master keys wrap the tenants' data keys")
                        .answers(Answer.Json.like(EXAMPLE))
                        .by(this::progress));
    }

    private Reply rewrap(Exchange exchange) {
        return Reply.ok(
                view(rewrap.rewrap(exchange.principal(), exchange.query("after").orElse(null))));
    }

    private Reply progress(Exchange exchange) {
        return Reply.ok(view(rewrap.progress(exchange.principal())));
    }

    private static MasterKeyRewrap view(Rewrap.Progress progress) {
        return new MasterKeyRewrap(
                progress.masterKey(),
                progress.done(),
                progress.rewrapped(),
                new TreeMap<>(progress.waiting())
                        .entrySet().stream()
                                .map(each -> new MasterKeyRewrap.Waiting(each.getKey(), each.getValue()))
                                .toList(),
                progress.stragglers().stream()
                        .map(each -> new MasterKeyRewrap.Straggler(each.tenant().value(), each.masterKey()))
                        .toList(),
                progress.retired(),
                progress.next());
    }
}

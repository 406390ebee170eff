// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.api.telephony.TrunkRequest;
import dev.stagedoor.api.telephony.TrunkState;
import dev.stagedoor.api.telephony.TrunkView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.Optional;

/** Numbers' trunks over HTTP. */
final class TrunkRoutes {
    private static final String TRUNK = "/api/v1/numbers/{number}/provision";
    private static final Access READ = new Access.TenantScope(Scope.NUMBERS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.NUMBERS_WRITE);

    private final Trunks trunks;

    TrunkRoutes(Trunks trunks) {
        this.trunks = trunks;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.post(TRUNK, WRITE)
                        .named(
                                "number.provision",
                                "Let calls to a number into the tenant's LiveKit; again, to repair it")
                        .takes(TrunkRequest.class)
                        .answers(TrunkView.class)
                        .by(this::provision),
                Route.get(TRUNK, READ)
                        .named("number.provisioned", "Compare a number's trunk and rule with what was written")
                        .answers(TrunkView.class)
                        .by(exchange -> Reply.ok(
                                view(trunks.show(exchange.principal(), exchange.tenant(), exchange.path("number"))))),
                Route.delete(TRUNK, WRITE)
                        .named("number.withdraw", "Take a number's trunk and rule out of the tenant's LiveKit")
                        .by(this::withdraw)));
    }

    private Reply provision(Exchange exchange, TrunkRequest request) {
        return Reply.secret(
                view(trunks.provision(exchange.principal(), exchange.tenant(), exchange.path("number"), request)));
    }

    private Reply withdraw(Exchange exchange) {
        trunks.withdraw(exchange.principal(), exchange.tenant(), exchange.path("number"));
        return Reply.nothing();
    }

    private static TrunkView view(Trunks.Shown shown) {
        Trunk trunk = shown.trunk();
        Optional<Trunk.Written> written = trunk.written();
        return new TrunkView(
                trunk.number(),
                state(shown),
                written.map(Trunk.Written::trunkId).orElse(null),
                written.map(Trunk.Written::ruleId).orElse(null),
                trunk.password() ? TrunkKind.username(trunk.number()) : null,
                shown.password() == null ? null : shown.password().revealText(),
                trunk.addresses(),
                shown.drift(),
                written.map(Trunk.Written::at).orElse(null));
    }

    private static TrunkState state(Trunks.Shown shown) {
        if (shown.wanted().isEmpty()) {
            return TrunkState.WITHDRAWN;
        }
        boolean same = shown.drift() != null && shown.drift().isEmpty();
        return same ? TrunkState.READY : TrunkState.DRIFTED;
    }
}

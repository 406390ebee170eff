// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dtmf;

import dev.stagedoor.api.telephony.DtmfRequest;
import dev.stagedoor.api.telephony.DtmfView;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** Keys pressed in phone calls, over HTTP. */
final class DtmfRoutes {
    private final Dtmf dtmf;

    DtmfRoutes(Dtmf dtmf) {
        this.dtmf = dtmf;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(
                List.of(Route.post("/api/v1/calls/{call}/dtmf", new Access.TenantScope(Scope.CALLS_WRITE))
                        .named("call.dtmf", "Let the call's agent press keys for whoever is on the phone")
                        .takes(DtmfRequest.class)
                        .answers(DtmfView.class)
                        .by(this::press)));
    }

    private Reply press(Exchange exchange, DtmfRequest request) {
        CallId call = new CallId(exchange.path("call"));
        Digits digits = Digits.of("digits", request.digits());
        String agent = dtmf.press(exchange.principal(), exchange.tenant(), call, digits);
        return Reply.ok(new DtmfView(call.value(), agent, digits.count()));
    }
}

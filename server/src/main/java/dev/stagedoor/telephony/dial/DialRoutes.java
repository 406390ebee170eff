// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.api.prices.Unpriced;
import dev.stagedoor.api.telephony.DialAnswer;
import dev.stagedoor.api.telephony.DialList;
import dev.stagedoor.api.telephony.DialRequest;
import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.api.telephony.DialView;
import dev.stagedoor.api.telephony.DialWait;
import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.api.telephony.OutboundTrunkRequest;
import dev.stagedoor.api.telephony.OutboundTrunkView;
import dev.stagedoor.api.telephony.TransferRequest;
import dev.stagedoor.api.telephony.TransferView;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Calls out over HTTP. */
final class DialRoutes {
    private static final String CALLS = "/api/v1/calls";
    private static final String SETTINGS = "/api/v1/dial-settings";
    private static final String TRUNK = "/api/v1/outbound-trunk";
    private static final Access CALLS_READ = new Access.TenantScope(Scope.CALLS_READ);
    private static final Access CALLS_WRITE = new Access.TenantScope(Scope.CALLS_WRITE);
    private static final Access NUMBERS_READ = new Access.TenantScope(Scope.NUMBERS_READ);
    private static final Access NUMBERS_WRITE = new Access.TenantScope(Scope.NUMBERS_WRITE);

    private final Dials dials;
    private final OutboundTrunks trunks;
    private final Transfers transfers;

    DialRoutes(Dials dials, OutboundTrunks trunks, Transfers transfers) {
        this.dials = dials;
        this.trunks = trunks;
        this.transfers = transfers;
    }

    List<Route<?>> all() {
        List<Route<?>> own = new ArrayList<>(ofCalls());
        own.addAll(ofSettings());
        own.addAll(ofTrunk());
        return Route.alsoUnderTenant(own);
    }

    private List<Route<?>> ofCalls() {
        return List.of(
                Route.post(CALLS, CALLS_WRITE)
                        .named("call.dial", "Let an agent call a number")
                        .grants()
                        .takes(DialRequest.class)
                        .example(new DialRequest(
                                "receptionist",
                                "+442079460123",
                                null,
                                30,
                                600,
                                DialWait.DIALED,
                                null,
                                Map.of("appointment", "2026-03-01T09:00")))
                        .idempotent()
                        .answers(DialAnswer.class)
                        .by(this::place),
                Route.post(CALLS + "/{call}/transfer", CALLS_WRITE)
                        .named("call.transfer", "Hand the person on the phone over to another number")
                        .takes(TransferRequest.class)
                        .answers(TransferView.class)
                        .by(this::transfer),
                Route.get("/api/v1/dials", CALLS_READ)
                        .named("dial.list", "List the calls out that match, newest first")
                        .answers(DialList.class)
                        .query("limit", "after", "state", "agent", "called", "from", "to")
                        .by(this::list));
    }

    private List<Route<?>> ofSettings() {
        return List.of(
                Route.get(SETTINGS, NUMBERS_READ)
                        .named(
                                "dial_settings.get",
                                "Show whom the tenant's agents may call, how often, and at what cost")
                        .answers(DialSettings.class)
                        .by(exchange -> Reply.ok(dials.settings(exchange.principal(), exchange.tenant()))),
                Route.put(SETTINGS, NUMBERS_WRITE)
                        .named(
                                "dial_settings.put",
                                "Set whom the tenant's agents may call; only an operator allows more")
                        .takes(DialSettings.class)
                        .example(new DialSettings(
                                List.of("GB", "US"),
                                List.of(NumberType.FIXED_LINE, NumberType.MOBILE, NumberType.FIXED_LINE_OR_MOBILE),
                                5,
                                60,
                                300,
                                5,
                                20,
                                1800,
                                20.0,
                                300.0,
                                2.5,
                                Unpriced.REFUSE))
                        .answers(DialSettings.class)
                        .by((exchange, body) -> Reply.ok(dials.set(exchange.principal(), exchange.tenant(), body))));
    }

    private List<Route<?>> ofTrunk() {
        return List.of(
                Route.get(TRUNK, NUMBERS_READ)
                        .named("outbound_trunk.get", "Compare the outbound trunk with what was written")
                        .answers(OutboundTrunkView.class)
                        .by(exchange ->
                                Reply.ok(DialViews.trunk(trunks.show(exchange.principal(), exchange.tenant())))),
                Route.put(TRUNK, NUMBERS_WRITE)
                        .named(
                                "outbound_trunk.put",
                                "Write the trunk by which the tenant's LiveKit calls out; again, to repair it")
                        .takes(OutboundTrunkRequest.class)
                        .example(new OutboundTrunkRequest("acme.pstn.example.com", "tls", "acme", "a password", null))
                        .answers(OutboundTrunkView.class)
                        .by((exchange, body) ->
                                Reply.ok(DialViews.trunk(trunks.put(exchange.principal(), exchange.tenant(), body)))),
                Route.delete(TRUNK, NUMBERS_WRITE)
                        .named("outbound_trunk.delete", "Take the outbound trunk out of the tenant's LiveKit")
                        .by(this::deleteTrunk));
    }

    private Reply place(Exchange exchange, DialRequest request) {
        Principal by = exchange.principal();
        Dial dial = dials.place(by, exchange.tenant(), PlaceCall.of(request), exchange.idempotencyKey());
        return Reply.created(DialViews.answer(by, dials.listed(by.settled(), exchange.tenant(), dial)));
    }

    private Reply transfer(Exchange exchange, TransferRequest request) {
        Principal by = exchange.principal();
        CallId call = new CallId(exchange.path("call"));
        return Reply.ok(DialViews.transfer(by, transfers.transfer(by, exchange.tenant(), call, request.to())));
    }

    private Reply list(Exchange exchange) {
        Page<DialView> page = dials.list(exchange.principal(), exchange.tenant(), filter(exchange), exchange.page())
                .map(dial -> DialViews.listed(exchange.principal(), dial));
        return Reply.ok(new DialList(page.items(), page.next()));
    }

    private static DialFilter filter(Exchange exchange) {
        return new DialFilter(
                exchange.query("state").map(DialRoutes::state).orElse(null),
                exchange.query("agent").orElse(null),
                exchange.query("called").orElse(null),
                exchange.time("from").orElse(null),
                exchange.time("to").orElse(null));
    }

    private static PhoneState state(String word) {
        return Arrays.stream(PhoneState.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "state", "must be dialing, ringing, answered, busy, no_answer, failed or ended"));
    }

    private Reply deleteTrunk(Exchange exchange) {
        trunks.delete(exchange.principal(), exchange.tenant());
        return Reply.nothing();
    }
}

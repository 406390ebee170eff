// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.numbers.NumberConfirmation;
import dev.stagedoor.api.telephony.CallAnswer;
import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.db.Hash;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Phone calls over HTTP. */
final class TelephonyRoutes {
    private static final String SETTINGS = "/api/v1/phone-settings";
    private static final Access READ = new Access.TenantScope(Scope.NUMBERS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.NUMBERS_WRITE);

    private final PhoneCalls calls;
    private final FrontEndSignature signature;
    private final CarrierNumbers numbers;

    TelephonyRoutes(PhoneCalls calls, FrontEndSignature signature, CarrierNumbers numbers) {
        this.calls = calls;
        this.signature = signature;
        this.numbers = numbers;
    }

    List<Route<?>> all() {
        List<Route<?>> routes = new ArrayList<>(Route.alsoUnderTenant(List.of(
                Route.post("/api/v1/numbers/{number}/confirm", WRITE)
                        .named("number.confirm", "Have the tenant's carrier confirm that a number is the tenant's")
                        .takes(NumberConfirmation.class)
                        .by((exchange, body) -> {
                            numbers.confirm(
                                    exchange.principal(), exchange.tenant(), exchange.path("number"), body.carrier());
                            return Reply.nothing();
                        }),
                Route.get(SETTINGS, READ)
                        .named("phone_settings.get", "Show what the tenant allows phone callers")
                        .answers(PhoneSettings.class)
                        .by(exchange -> Reply.ok(calls.settings(exchange.principal(), exchange.tenant()))),
                Route.put(SETTINGS, WRITE)
                        .named("phone_settings.put", "Set what the tenant allows phone callers")
                        .takes(PhoneSettings.class)
                        .example(new PhoneSettings(List.of("+8816*"), null, true, 8, 10, 1000, false))
                        .answers(PhoneSettings.class)
                        .by((exchange, body) -> Reply.ok(calls.set(exchange.principal(), exchange.tenant(), body))))));
        routes.add(Route.post("/api/sip/inbound", new Access.Signed("hmac-sha256", FrontEndSignature.HEADER, signature))
                .named("phone_call.answer", "Answer a phone call: the room where its agent waits, or why not")
                .grants()
                .takes(IncomingCall.class)
                .answers(CallAnswer.class)
                .by(this::answer));
        return routes;
    }

    private Reply answer(Exchange exchange, IncomingCall sent) {
        Optional<Hash> signed = FrontEndSignature.signature(exchange.header(FrontEndSignature.HEADER));
        boolean expires =
                !exchange.header(FrontEndSignature.TIMESTAMP).orElse("").isEmpty();
        Incoming incoming = Incoming.of(sent, signed, expires, exchange.requestId());
        PhoneCalls.Answered answered = calls.answer(exchange.principal(), exchange.tenant(), incoming);
        return Reply.secret(CallAnswer.join(new CallAnswer.JoinRoom(
                answered.call().dispatch().spec().room(),
                answered.call().token().jwt(),
                answered.call().token().serverUrl(),
                incoming.caller().identity(),
                incoming.caller().name(),
                incoming.participantMetadata(),
                answered.call().id().value())));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SipDestination;
import dev.stagedoor.telephony.trunk.Trunks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Answers one carrier's webhooks: it is told to take an incoming call to the tenant's own LiveKit SIP, where the number's
 * dispatch rule starts the agent, and to answer the caller only when LiveKit does. The same call gets the same answer, however
 * often and wherever it is reported, since nothing is begun by it.
 */
final class CarrierCalls {
    /** Longer than LiveKit itself lets it ring, so that LiveKit's answer comes first. */
    private static final Duration RINGS = Duration.ofSeconds(40);

    private final Foundation on;
    private final Trunks trunks;
    private final Carriers.Known known;
    private final Carrier carrier;
    private final CarrierCommands commands;
    private final Optional<PublicAddress> address;

    CarrierCalls(
            Foundation on,
            Trunks trunks,
            Carriers.Known known,
            CarrierCommands commands,
            Optional<PublicAddress> address) {
        this.on = on;
        this.trunks = trunks;
        this.known = known;
        this.carrier = known.carrier();
        this.commands = commands;
        this.address = address;
    }

    Reply answer(Exchange exchange) {
        SignedRequest request = exchange.signed();
        CarrierEvent event = carrier.read(request);
        CarrierAnswer answer = event.kind() == CarrierEvent.Kind.INCOMING
                ? incoming(exchange.principal(), exchange.tenant(), event, request)
                : carrier.acknowledge(event);
        commands.send(exchange.tenant(), known, answer);
        return new Reply.Text(
                answer.status(), answer.contentType(), answer.body().revealText());
    }

    private CarrierAnswer incoming(Principal by, TenantId tenant, CarrierEvent event, SignedRequest request) {
        String called = carrier.calledNumber(request);
        Optional<Refusal> refusal = refusal(tenant, event, called);
        if (refusal.isPresent()) {
            return carrier.refuse(event, refusal.get());
        }
        Optional<Trunks.Entry> entry = trunks.entry(by, tenant, called);
        if (entry.isEmpty()) {
            return carrier.refuse(event, Refusal.NOT_IN_SERVICE);
        }
        String id = record(by, tenant, called);
        return carrier.dial(event, destination(called, entry.get(), id, request));
    }

    private Optional<Refusal> refusal(TenantId tenant, CarrierEvent event, String called) {
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots().judge(snapshot, () -> {
            if (Numbers.active(snapshot, called).isEmpty()) {
                return Optional.of(Refusal.NOT_IN_SERVICE);
            }
            try {
                CarrierEvent.Parties parties = event.parties();
                snapshot.get(PhoneCalls.ADMITTED, tenant).require(Caller.of(parties.caller(), parties.from()));
                return Optional.empty();
            } catch (Problem turnedAway) {
                if (turnedAway.code() != ErrorCode.FORBIDDEN) {
                    throw turnedAway;
                }
                return Optional.of(Refusal.FORBIDDEN);
            }
        });
    }

    /** What opens the trunk leaves with the answer: that is recorded first (T1). From then on the call is looked for. */
    private String record(Principal by, TenantId tenant, String called) {
        return on.ledger().change(by, tenant, change -> {
            Instant now = change.now();
            Trunks.expect(change.tx(), called, now);
            String id = Ids.next("dial", now);
            String detail = Json.text(Map.of("carrier", carrier.name(), "number", called));
            change.append(Draft.of(by, now, "phone_call.dial", id, detail));
            return id;
        });
    }

    private SipDestination destination(String called, Trunks.Entry entry, String id, SignedRequest request) {
        String path = request.target().split("\\?", 2)[0];
        Optional<URI> back = address.map(base -> URI.create(base.url(path)));
        return new SipDestination(
                called,
                entry.host(),
                entry.tls() ? SipDestination.Transport.TLS : SipDestination.Transport.TCP,
                new SipDestination.Login(entry.username(), entry.password()),
                Map.of("X-Stagedoor-Call", id),
                new SipDestination.Ringing(RINGS, true),
                new SipDestination.Callbacks(back, back));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls.timeline;

import dev.stagedoor.api.calls.CallTimeline;
import dev.stagedoor.api.calls.TimelineStep;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.Receipt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.participants.Participation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Puts a call's story together from what each part has stored of it. */
final class Timeline {
    private static final int MOST_ENTRIES = 500;

    private final Ledger ledger;
    private final Calls calls;
    private final Dispatches dispatches;

    Timeline(Ledger ledger, Calls calls, Dispatches dispatches) {
        this.ledger = ledger;
        this.calls = calls;
        this.dispatches = dispatches;
    }

    /** What is known of each source. */
    private record Stored(List<Entry> entries, List<Participation> people) {}

    /** The call's story; {@code not_found} if the tenant has no such call. */
    CallTimeline of(Principal by, TenantId tenant, CallId id) {
        Call call = calls.get(by, tenant, id);
        Principal settled = by.settled();
        List<Dispatch> sent = dispatches.ofCall(settled, tenant, id.value());
        List<String> targets = Stream.concat(
                        Stream.of(id.value()), sent.stream().map(one -> one.id().value()))
                .toList();
        Stored stored = ledger.read(
                settled,
                tenant,
                tx -> new Stored(AuditTrail.ofCalls(tx, targets, MOST_ENTRIES), Participants.ofCall(tx, id.value())));
        Steps steps = new Steps(by, call.limits().createdAt());
        List<TimelineStep> all = new ArrayList<>();
        stored.entries().forEach(entry -> all.add(steps.of(entry)));
        for (Dispatch one : sent) {
            for (Receipt.Numbered line : dispatches.receipt(settled, tenant, one.id(), 0)) {
                all.add(steps.of(one, line.line()));
            }
        }
        stored.people().forEach(person -> all.addAll(steps.of(person)));
        all.sort(Comparator.comparing(TimelineStep::at));
        return new CallTimeline(id.value(), all);
    }
}

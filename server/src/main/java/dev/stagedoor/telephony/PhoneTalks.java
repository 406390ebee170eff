// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.calls.Call;
import dev.stagedoor.calls.CallEnd;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.participants.Participation;
import dev.stagedoor.telephony.dial.DialModule;
import dev.stagedoor.telephony.price.Talk;
import dev.stagedoor.telephony.price.Talks;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long calls by phone lasted, as far as we saw it. A caller is answered when the agent is in the room, and may have left it
 * before their call ended. Nobody sees how long people who were handed over talk on: that counts as a call of the longest
 * duration.
 */
final class PhoneTalks implements Talks {
    private final Ledger ledger;
    private final Calls calls;

    PhoneTalks(Ledger ledger, Calls calls) {
        this.ledger = ledger;
        this.calls = calls;
    }

    @Override
    public Optional<Talk> of(Principal by, TenantId tenant, Asked asked) {
        return switch (asked.kind()) {
            case INBOUND -> inbound(by, tenant, calls.get(by, tenant, asked.call()));
            case OUTBOUND -> ledger.read(by, tenant, tx -> DialModule.talk(tx, asked.call()));
            case TRANSFER -> {
                boolean open = calls.get(by, tenant, asked.call()).open();
                yield ledger.read(by, tenant, tx -> DialModule.talkOfTransfer(tx, asked, open));
            }
        };
    }

    private Optional<Talk> inbound(Principal by, TenantId tenant, Call call) {
        Call.Ending ending = call.ending();
        if (ending == null) {
            return Optional.empty();
        }
        Optional<Instant> answered = calls.agentJoinedAt(by, tenant, call.id());
        if (ending.why() == CallEnd.NO_AGENT || answered.isEmpty()) {
            return Optional.of(Talk.NONE);
        }
        Instant ended = ledger.read(
                        by,
                        tenant,
                        tx -> leftAt(Participants.ofCall(tx, call.id().value()), call))
                .filter(ending.at()::isAfter)
                .orElse(ending.at());
        return Optional.of(Talk.between(answered.get(), ended));
    }

    /** When the caller was seen to leave for the last time; empty if that was not seen. */
    private static Optional<Instant> leftAt(List<Participation> people, Call call) {
        List<Instant> left = people.stream()
                .filter(one -> one.identity().equals(call.user().id()))
                .map(one -> one.leftAt() == null ? Instant.MAX : one.leftAt())
                .toList();
        return left.stream().max(Comparator.naturalOrder());
    }
}

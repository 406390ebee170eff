// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.api.telephony.DialAnswer;
import dev.stagedoor.api.telephony.DialView;
import dev.stagedoor.api.telephony.OutboundTrunkView;
import dev.stagedoor.api.telephony.TransferView;
import dev.stagedoor.api.telephony.TrunkState;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.numbers.MaskedViews;

/** Calls out in the API's form. */
final class DialViews {
    private DialViews() {}

    /** With the numbers: whoever shows it masks them. */
    static PhoneView phone(Dial dial) {
        return new PhoneView(
                PhoneDirection.OUTBOUND,
                dial.leg().from(),
                dial.leg().to(),
                dial.progress().state(),
                dial.progress().sipStatus(),
                dial.times().answeredAt(),
                null);
    }

    private static PhoneView shownTo(Principal by, Dials.Listed listed) {
        PhoneView phone = phone(listed.dial());
        return new PhoneView(
                phone.direction(),
                MaskedNumber.shownTo(by, phone.from()),
                MaskedNumber.shownTo(by, phone.to()),
                phone.state(),
                phone.sipStatus(),
                phone.answeredAt(),
                MaskedViews.cost(by, listed.cost()));
    }

    static DialAnswer answer(Principal by, Dials.Listed listed) {
        Dial dial = listed.dial();
        return new DialAnswer(
                dial.call().value(),
                dial.agentSlug(),
                dial.leg().room(),
                dial.leg().longest().toSeconds(),
                shownTo(by, listed));
    }

    static DialView listed(Principal by, Dials.Listed listed) {
        Dial dial = listed.dial();
        return new DialView(
                dial.call().value(),
                dial.agentSlug(),
                dial.leg().country(),
                shownTo(by, listed),
                dial.times().createdAt(),
                dial.times().endedAt());
    }

    static TransferView transfer(Principal by, Transfer transfer) {
        return new TransferView(
                transfer.call().value(),
                MaskedNumber.shownTo(by, transfer.to()),
                transfer.state(),
                transfer.sipStatus(),
                transfer.createdAt());
    }

    static OutboundTrunkView trunk(OutboundTrunks.Shown shown) {
        OutboundTrunk trunk = shown.trunk();
        return new OutboundTrunkView(
                shown.drift().isEmpty() ? TrunkState.READY : TrunkState.DRIFTED,
                trunk.written().map(OutboundTrunk.Written::trunkId).orElse(null),
                trunk.carrier().address(),
                trunk.carrier().transport(),
                trunk.username().isEmpty() ? null : trunk.username(),
                trunk.numbers(),
                shown.drift(),
                trunk.written().map(OutboundTrunk.Written::at).orElse(null));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.numbers.Destination;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.numbers.PhoneNumber;
import dev.stagedoor.projects.Projects;
import org.jspecify.annotations.Nullable;

/** What a call out needs to be allowed: whom, from which number, by which trunk. */
record DialPlan(Destination to, String from, Permitted permitted, OutboundTrunk.Written trunk) {
    /** Which of a tenant's projects are on one server. */
    @FunctionalInterface
    interface Servers {
        /** As {@link Projects#areOfOneServer}. */
        boolean areOne(Tx tx, long version, long other);
    }

    /**
     * By what the tenant has in that transaction.
     *
     * @throws Problem as {@link Permitted#require}; {@code conflict} without a trunk; {@code not_permitted_by_policy} naming
     *     {@code from} if that is no number of the trunk and of the tenant
     */
    static DialPlan of(Tx tx, PlaceCall wish) {
        Permitted permitted = DialSettingsStore.find(tx);
        Destination to = permitted.require("to", wish.who().to());
        OutboundTrunk trunk = OutboundTrunkStore.find(tx).orElseThrow(DialPlan::noTrunk);
        String from = from(tx, trunk, wish.who().from());
        return new DialPlan(to, from, permitted, trunk.written().orElseThrow(DialPlan::noTrunk));
    }

    private static String from(Tx tx, OutboundTrunk trunk, @Nullable String asked) {
        String from = asked == null ? trunk.numbers().getFirst() : asked;
        boolean theirs = trunk.numbers().contains(from)
                && Numbers.find(tx, from).flatMap(PhoneNumber::confirmed).isPresent();
        if (!theirs) {
            throw Destination.refused("from", "is no number of the tenant's outbound trunk");
        }
        return from;
    }

    /** The trunk is where the call's room is: a project that moved to another server has none there yet. */
    void requireSameServer(Tx tx, Servers servers, long version) {
        if (!servers.areOne(tx, trunk.credentialVersion(), version)) {
            throw noTrunk();
        }
    }

    private static Problem noTrunk() {
        return Problem.of(
                ErrorCode.CONFLICT,
                "The tenant's LiveKit project has no outbound trunk: PUT /api/v1/outbound-trunk writes it.");
    }
}

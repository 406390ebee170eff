// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What tokens that name an agent for a room may still bring about: LiveKit sends the agent when one of their holders is
 * the first to enter.
 *
 * @param call              the call that is reserved for it, or was
 * @param adopted           whether LiveKit's dispatch of the agent was taken over for that call
 * @param credentialVersion the version of the tenant's LiveKit credential that signed the tokens (I2)
 */
record Reservation(Target target, CallId call, boolean adopted, Holders holders, long credentialVersion) {
    /** Participants enter within a minute of a token's expiry: LiveKit allows for clocks that differ. */
    static final Duration LEEWAY = Duration.ofMinutes(1);

    /** A call that nobody has begun or ended by then ends by itself. */
    static final Duration GIVEN_UP = Duration.ofMinutes(10);

    /**
     * Which agent, in which room.
     *
     * @param metadata the agent's, as the token has it
     */
    record Target(String room, String agentName, String agentSlug, String metadata) {}

    /**
     * Who holds such a token.
     *
     * @param grantedAt   when the last of them was granted
     * @param admitsUntil when the last of them stops admitting
     */
    record Holders(List<String> identities, Instant grantedAt, Instant admitsUntil) {
        /** More are not kept: from then on, anybody in the room counts as one. */
        private static final int MOST = 100;

        Holders {
            identities = List.copyOf(identities);
        }

        static Holders of(String identity, Instant now, Instant expiresAt) {
            return new Holders(List.of(identity), now, expiresAt.plus(LEEWAY));
        }

        /** With the holders of later tokens. */
        Holders and(Holders later) {
            List<String> all = new ArrayList<>(identities);
            later.identities.stream().filter(one -> !all.contains(one)).forEach(all::add);
            Instant until = admitsUntil.isAfter(later.admitsUntil) ? admitsUntil : later.admitsUntil;
            return new Holders(all.subList(0, Math.min(all.size(), MOST)), later.grantedAt, until);
        }

        boolean includes(String identity) {
            return identities.size() == MOST || identities.contains(identity);
        }
    }

    boolean isOver(Instant now) {
        return !holders.admitsUntil().isAfter(now);
    }

    Reservation with(Holders more) {
        return new Reservation(target, call, adopted, more, credentialVersion);
    }

    /** Its agent is in the room, or on its way, for that call. */
    Reservation adoptedFor(CallId running) {
        return new Reservation(target, running, true, holders, credentialVersion);
    }
}

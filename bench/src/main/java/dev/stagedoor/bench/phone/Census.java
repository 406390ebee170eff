// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.phone.PhoneServer.Answered;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was answered, compared with what a livekit-server has.
 *
 * @param calls         different calls that were answered
 * @param rooms         rooms that the server has
 * @param withOneAgent  those with exactly one agent
 * @param agents        in all of them
 * @param unknown       rooms that nobody was told of, and rooms that somebody was told of and that are not there
 */
record Census(int calls, int rooms, int withOneAgent, int agents, int unknown) {
    /** Counts; {@code agents} is how many there are in each room of the server. */
    static Census of(Collection<Answered> answered, Map<String, Integer> agents) {
        Set<String> told = answered.stream().map(Answered::room).collect(Collectors.toSet());
        Set<String> here = new HashSet<>(agents.keySet());
        here.removeAll(told);
        told.removeAll(agents.keySet());
        return new Census(
                (int) answered.stream().map(Answered::callId).distinct().count(),
                agents.size(),
                (int) agents.values().stream().filter(each -> each == 1).count(),
                agents.values().stream().mapToInt(Integer::intValue).sum(),
                here.size() + told.size());
    }

    /** Calls with a room and an agent of their own, less every room that is missing or too many. */
    int exact() {
        return withOneAgent - unknown - Math.abs(rooms - calls);
    }
}

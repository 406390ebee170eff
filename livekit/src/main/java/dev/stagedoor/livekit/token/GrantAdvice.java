// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import java.util.List;

/** Warnings about grants that surprise people. */
final class GrantAdvice {
    private GrantAdvice() {}

    static void advise(ClaimGrants grants, List<String> problems) {
        var video = grants.video();
        for (var grant : ServerGrant.values()) {
            if (grants.serverGrants().contains(grant)) {
                problems.add(grant.section() + "." + grant.claim() + " applies to every room of the server");
            }
        }
        var room = video.room();
        if ((video.roomJoin() || video.roomAdmin()) && (room == null || room.isEmpty())) {
            problems.add("video.room is missing: roomJoin and roomAdmin need a room");
        }
        if (video.roomJoin() && (grants.identity() == null || grants.identity().isEmpty())) {
            problems.add("sub is missing: nobody can join without an identity");
        }
        if (video.roomJoin() && video.canPublish() == null) {
            problems.add("video.canPublish is unset, which allows publishing");
        }
        if (video.roomJoin() && video.canSubscribe() == null) {
            problems.add("video.canSubscribe is unset, which allows subscribing");
        }
        var config = grants.roomConfig();
        if (config != null && config.egress() != null && config.egress().hasCredentials()) {
            problems.add("roomConfig.egress contains credentials that every holder of the token can read");
        }
        if (config != null && !config.agents().isEmpty()) {
            problems.add("roomConfig.agents is ignored if the room already exists");
        }
    }
}

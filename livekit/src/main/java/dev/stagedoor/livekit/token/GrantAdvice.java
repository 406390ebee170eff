package dev.stagedoor.livekit.token;

import java.util.List;

/** What surprises people about grants. */
final class GrantAdvice {
    private GrantAdvice() {}

    static void advise(ClaimGrants grants, List<String> problems) {
        var video = grants.video();
        for (var grant : ServerGrant.values()) {
            if (grants.serverGrants().contains(grant)) {
                problems.add(grant.section() + "." + grant.claim() + " is limited by no room");
            }
        }
        var room = video.room();
        if ((video.roomJoin() || video.roomAdmin()) && (room == null || room.isEmpty())) {
            problems.add("video.room is missing: roomJoin and roomAdmin fit no room");
        }
        if (video.roomJoin() && (grants.identity() == null || grants.identity().isEmpty())) {
            problems.add("sub is missing: nobody can join without an identity");
        }
        if (video.roomJoin() && video.canPublish() == null) {
            problems.add("video.canPublish is unset, which means yes");
        }
        if (video.roomJoin() && video.canSubscribe() == null) {
            problems.add("video.canSubscribe is unset, which means yes");
        }
        var config = grants.roomConfig();
        if (config != null && config.egress() != null && config.egress().hasCredentials()) {
            problems.add("roomConfig.egress holds credentials that every holder of the token can read");
        }
        if (config != null && !config.agents().isEmpty()) {
            problems.add("roomConfig.agents is ignored when the room already lives");
        }
    }
}

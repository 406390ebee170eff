// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.TrackSource;
import io.livekit.server.CanPublish;
import io.livekit.server.CanPublishData;
import io.livekit.server.CanPublishSources;
import io.livekit.server.CanSubscribe;
import io.livekit.server.CanUpdateOwnMetadata;
import io.livekit.server.Hidden;
import io.livekit.server.IngressAdmin;
import io.livekit.server.RoomAdmin;
import io.livekit.server.RoomCreate;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomList;
import io.livekit.server.RoomName;
import io.livekit.server.RoomRecord;
import io.livekit.server.SIPAdmin;
import io.livekit.server.SIPCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our grants as LiveKit's Kotlin SDK expresses them, where it can. */
final class OracleGrants {
    static final List<ServerGrant> KNOWN = List.of(
            ServerGrant.ROOM_CREATE,
            ServerGrant.ROOM_LIST,
            ServerGrant.ROOM_RECORD,
            ServerGrant.INGRESS_ADMIN,
            ServerGrant.AGENT_WORKER,
            ServerGrant.SIP_ADMIN,
            ServerGrant.SIP_CALL);

    private OracleGrants() {}

    static List<io.livekit.server.VideoGrant> video(VideoGrant video) {
        var grants = new ArrayList<io.livekit.server.VideoGrant>();
        grants.add(new RoomName(String.valueOf(video.room())));
        grants.add(new RoomJoin(video.roomJoin()));
        addIf(video.roomAdmin(), new RoomAdmin(true), grants);
        addIf(video.hidden(), new Hidden(true), grants);
        addSet(video.canPublish(), new CanPublish(Boolean.TRUE.equals(video.canPublish())), grants);
        addSet(video.canSubscribe(), new CanSubscribe(Boolean.TRUE.equals(video.canSubscribe())), grants);
        addSet(video.canPublishData(), new CanPublishData(Boolean.TRUE.equals(video.canPublishData())), grants);
        addSet(
                video.canUpdateOwnMetadata(),
                new CanUpdateOwnMetadata(Boolean.TRUE.equals(video.canUpdateOwnMetadata())),
                grants);
        addIf(
                !video.canPublishSources().isEmpty(),
                new CanPublishSources(video.canPublishSources().stream()
                        .map(TrackSource::claim)
                        .toList()),
                grants);
        return grants;
    }

    private static void addIf(
            boolean set, io.livekit.server.VideoGrant grant, List<io.livekit.server.VideoGrant> grants) {
        if (set) {
            grants.add(grant);
        }
    }

    private static void addSet(
            @Nullable Boolean value, io.livekit.server.VideoGrant grant, List<io.livekit.server.VideoGrant> grants) {
        addIf(value != null, grant, grants);
    }

    static void add(io.livekit.server.AccessToken token, ServerGrant grant) {
        switch (grant) {
            case ROOM_CREATE -> token.addGrants(new RoomCreate(true));
            case ROOM_LIST -> token.addGrants(new RoomList(true));
            case ROOM_RECORD -> token.addGrants(new RoomRecord(true));
            case INGRESS_ADMIN -> token.addGrants(new IngressAdmin(true));
            case AGENT_WORKER -> token.addGrants(new io.livekit.server.Agent(true));
            case SIP_ADMIN -> token.addSIPGrants(new SIPAdmin(true));
            case SIP_CALL -> token.addSIPGrants(new SIPCall(true));
            case AGENT_ADMIN, AGENT_SIMULATION_ADMIN, AGENT_DATABASE_ADMIN, INFERENCE_PERFORM, OBSERVABILITY_WRITE ->
                throw new AssertionError("the Kotlin SDK cannot express " + grant);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.RoomConfigurationJson;
import java.util.Set;

/** Writes a token's claims as LiveKit's Go code reads them: unset values are omitted. */
final class ClaimsJson {
    static final byte[] ISS = JsonBytes.name("iss");
    static final byte[] SUB = JsonBytes.name("sub");
    static final byte[] NBF = JsonBytes.name("nbf");
    static final byte[] IAT = JsonBytes.name("iat");
    static final byte[] EXP = JsonBytes.name("exp");
    static final byte[] JTI = JsonBytes.name("jti");
    private static final byte[] NAME = JsonBytes.name("name");
    private static final byte[] KIND = JsonBytes.name("kind");
    private static final byte[] KIND_DETAILS = JsonBytes.name("kindDetails");
    private static final byte[] VIDEO = JsonBytes.name("video");
    private static final byte[] ROOM_CONFIG = JsonBytes.name("roomConfig");
    private static final byte[] ROOM_PRESET = JsonBytes.name("roomPreset");
    private static final byte[] SHA256 = JsonBytes.name("sha256");
    private static final byte[] METADATA = JsonBytes.name("metadata");
    private static final byte[] ATTRIBUTES = JsonBytes.name("attributes");
    private static final byte[] ROOM = JsonBytes.name("room");
    private static final byte[] ROOM_JOIN = JsonBytes.name("roomJoin");
    private static final byte[] ROOM_ADMIN = JsonBytes.name("roomAdmin");
    private static final byte[] CAN_PUBLISH = JsonBytes.name("canPublish");
    private static final byte[] CAN_SUBSCRIBE = JsonBytes.name("canSubscribe");
    private static final byte[] CAN_PUBLISH_DATA = JsonBytes.name("canPublishData");
    private static final byte[] CAN_PUBLISH_SOURCES = JsonBytes.name("canPublishSources");
    private static final byte[] CAN_UPDATE_OWN_METADATA = JsonBytes.name("canUpdateOwnMetadata");
    private static final byte[] HIDDEN = JsonBytes.name("hidden");
    private static final byte[] RECORDER = JsonBytes.name("recorder");
    private static final byte[] CAN_SUBSCRIBE_METRICS = JsonBytes.name("canSubscribeMetrics");
    private static final byte[] CAN_MANAGE_AGENT_SESSION = JsonBytes.name("canManageAgentSession");
    private static final byte[] DESTINATION_ROOM = JsonBytes.name("destinationRoom");

    private static final ServerGrant[] SERVER_GRANTS = ServerGrant.values();

    private ClaimsJson() {}

    static void write(JsonBytes out, ClaimGrants grants) {
        out.text(NAME, grants.name());
        var kind = grants.kind();
        if (kind != null) {
            out.text(KIND, kind.claim());
        }
        if (!grants.kindDetails().isEmpty()) {
            out.openArray(KIND_DETAILS);
            grants.kindDetails().forEach(detail -> out.element(detail.claim()));
            out.closeArray();
        }
        writeVideo(out, grants.video(), grants.serverGrants());
        if (!grants.serverGrants().isEmpty()) {
            writeSection(out, "sip", grants.serverGrants());
            writeSection(out, "agent", grants.serverGrants());
            writeSection(out, "inference", grants.serverGrants());
            writeSection(out, "observability", grants.serverGrants());
        }
        var room = grants.roomConfig();
        if (room != null) {
            RoomConfigurationJson.write(out, ROOM_CONFIG, room);
        }
        out.text(ROOM_PRESET, grants.roomPreset()).text(SHA256, grants.sha256()).text(METADATA, grants.metadata());
        RoomConfigurationJson.writeMap(out, ATTRIBUTES, grants.attributes());
    }

    private static void writeVideo(JsonBytes out, VideoGrant video, Set<ServerGrant> serverGrants) {
        if (video.equals(VideoGrant.NONE) && !any("video", serverGrants)) {
            return;
        }
        out.open(VIDEO)
                .text(ROOM, video.room())
                .flag(ROOM_JOIN, video.roomJoin())
                .flag(ROOM_ADMIN, video.roomAdmin())
                .bool(CAN_PUBLISH, video.canPublish())
                .bool(CAN_SUBSCRIBE, video.canSubscribe())
                .bool(CAN_PUBLISH_DATA, video.canPublishData())
                .bool(CAN_UPDATE_OWN_METADATA, video.canUpdateOwnMetadata())
                .flag(HIDDEN, video.hidden())
                .flag(RECORDER, video.recorder())
                .bool(CAN_SUBSCRIBE_METRICS, video.canSubscribeMetrics())
                .bool(CAN_MANAGE_AGENT_SESSION, video.canManageAgentSession())
                .text(DESTINATION_ROOM, video.destinationRoom());
        if (!video.canPublishSources().isEmpty()) {
            out.openArray(CAN_PUBLISH_SOURCES);
            video.canPublishSources().forEach(source -> out.element(source.claim()));
            out.closeArray();
        }
        writeGrants(out, "video", serverGrants);
        out.close();
    }

    private static void writeSection(JsonBytes out, String section, Set<ServerGrant> grants) {
        if (any(section, grants)) {
            out.open(JsonBytes.name(section));
            writeGrants(out, section, grants);
            out.close();
        }
    }

    private static void writeGrants(JsonBytes out, String section, Set<ServerGrant> grants) {
        if (grants.isEmpty()) {
            return;
        }
        for (var grant : SERVER_GRANTS) {
            if (grant.section().equals(section) && grants.contains(grant)) {
                out.bool(JsonBytes.name(grant.claim()), true);
            }
        }
    }

    private static boolean any(String section, Set<ServerGrant> grants) {
        return !grants.isEmpty()
                && grants.stream().anyMatch(grant -> grant.section().equals(section));
    }
}

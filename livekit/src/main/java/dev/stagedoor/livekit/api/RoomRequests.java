// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.RoomConfigurationJson;
import java.util.Base64;

/** The longer bodies of RoomService, in protojson's camelCase. */
final class RoomRequests {
    private RoomRequests() {}

    static void write(JsonBytes body, ParticipantUpdate update) {
        body.text(JsonBytes.name("name"), update.name()).text(JsonBytes.name("metadata"), update.metadata());
        var permission = update.permission();
        if (permission != null) {
            write(body, permission);
        }
        RoomConfigurationJson.writeMap(body, JsonBytes.name("attributes"), update.attributes());
    }

    private static void write(JsonBytes body, Permission permission) {
        body.open(JsonBytes.name("permission"))
                .bool(JsonBytes.name("canSubscribe"), permission.canSubscribe())
                .bool(JsonBytes.name("canPublish"), permission.canPublish())
                .bool(JsonBytes.name("canPublishData"), permission.canPublishData())
                .bool(JsonBytes.name("hidden"), permission.hidden())
                .bool(JsonBytes.name("canUpdateMetadata"), permission.canUpdateMetadata())
                .flag(JsonBytes.name("canSubscribeMetrics"), permission.canSubscribeMetrics())
                .flag(JsonBytes.name("canManageAgentSession"), permission.canManageAgentSession())
                .openArray(JsonBytes.name("canPublishSources"));
        permission.canPublishSources().forEach(source -> body.element(source.name()));
        body.closeArray().close();
    }

    static void write(JsonBytes body, DataMessage message, String nonce) {
        body.text(JsonBytes.name("data"), Base64.getEncoder().encodeToString(message.payload()))
                .text(JsonBytes.name("kind"), message.reliable() ? "RELIABLE" : "LOSSY")
                .text(JsonBytes.name("topic"), message.topic())
                .text(JsonBytes.name("nonce"), nonce)
                .openArray(JsonBytes.name("destinationIdentities"));
        message.identities().forEach(body::element);
        body.closeArray();
    }
}

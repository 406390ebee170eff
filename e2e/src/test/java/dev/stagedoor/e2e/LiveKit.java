// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.RoomService;
import dev.stagedoor.livekit.token.ApiKey;
import java.util.List;

/** A real LiveKit server, queried directly, bypassing Stagedoor. */
public final class LiveKit {
    private static final LiveKitClient CLIENT = LiveKitClient.create(AddressPolicy.ANYWHERE);

    private LiveKit() {}

    /** The rooms of a tenant's own server, with its own key. */
    public static RoomService rooms(DevReady.Tenant tenant) {
        return rooms(tenant.livekitUrl(), tenant);
    }

    /** The rooms of any server, with a tenant's key. */
    public static RoomService rooms(String serverUrl, DevReady.Tenant keyOf) {
        ApiKey key = ApiKey.of(keyOf.livekitKey(), keyOf.livekitSecret());
        return CLIENT.rooms(Project.of(ServerUrl.parse(serverUrl), key));
    }

    /** The participants in a room of a tenant's own server; none if there is no such room. */
    public static List<String> identities(DevReady.Tenant tenant, String room) {
        RoomService rooms = rooms(tenant);
        return rooms.listRooms(room).isEmpty()
                ? List.of()
                : rooms.listParticipants(room).stream()
                        .map(Participant::identity)
                        .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that {@link RoomService#sendData} sends to a room. The payload is not copied.
 *
 * @param payload the bytes
 * @param reliable ordered and retransmitted, or best effort
 * @param identities the recipients; empty for everyone
 * @param topic for the recipients to filter by
 */
@SuppressWarnings("ArrayRecordComponent") // A message is passed on once and never compared.
public record DataMessage(
        byte[] payload,
        boolean reliable,
        List<String> identities,
        @Nullable String topic) {
    public DataMessage {
        identities = List.copyOf(identities);
    }

    /** Reliable, for everyone. */
    public static DataMessage toEveryone(byte[] payload, @Nullable String topic) {
        return new DataMessage(payload, true, List.of(), topic);
    }
}

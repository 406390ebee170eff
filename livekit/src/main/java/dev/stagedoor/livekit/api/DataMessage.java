package dev.stagedoor.livekit.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RoomService#sendData} sends into a room. The payload is not copied.
 *
 * @param payload the bytes
 * @param reliable ordered and repeated until it arrives; else once, as it may
 * @param identities who gets it; empty is everyone
 * @param topic for the receivers to sort by
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

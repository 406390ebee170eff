// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** LiveKit's default size limits, in UTF-8 bytes. It does not limit room and dispatch metadata. */
public final class Limits {
    private static final int NAME = 256;
    private static final int METADATA = 64_000;
    private static final int RPC_PAYLOAD = 15 * 1024;

    private Limits() {}

    public static boolean nameFits(String name) {
        return bytes(name) <= NAME;
    }

    static void roomName(String name) {
        if (!nameFits(name)) {
            throw SandboxRefusal.inner(
                    TwirpCode.INVALID_ARGUMENT, "room name length exceeds limits: max length " + NAME);
        }
    }

    static void participantName(String name) {
        if (!nameFits(name)) throw SandboxRefusal.tooLong("name length exceeds limits", String.valueOf(NAME));
    }

    public static void metadata(String metadata) {
        if (bytes(metadata) > METADATA) {
            throw SandboxRefusal.tooLong("metadata size exceeds limits", String.valueOf(METADATA));
        }
    }

    static void rpcPayload(String payload) {
        if (bytes(payload) > RPC_PAYLOAD) throw SandboxRefusal.rpc(1402, "Request payload too large");
    }

    static void attributes(Map<String, String> attributes) {
        int total = 0;
        for (Map.Entry<String, String> one : attributes.entrySet())
            total += bytes(one.getKey()) + bytes(one.getValue());
        if (total > METADATA) throw SandboxRefusal.tooLong("attribute size exceeds limits", String.valueOf(METADATA));
    }

    private static int bytes(String text) {
        return text.length() > METADATA ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}

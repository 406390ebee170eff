// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A chat user as the tenant's backend wants it. */
public record ChatUserSpec(
        String username, @Nullable String tier, Resources own, Map<String, String> metadata, boolean enabled) {
    private static final int MOST_METADATA = 4_096;
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    public ChatUserSpec {
        metadata = checked(metadata);
        if (Usernames.isReserved(username)) {
            throw Problem.invalid(
                    "username", "must not begin with pool_user_, user_ or tenant_: strategies give such names");
        }
    }

    /** Bounded, and without e-mail addresses: an app user is known here by an opaque id only. */
    public static Map<String, String> checked(Map<String, String> metadata) {
        if (Json.bytes(metadata).length > MOST_METADATA) {
            throw Problem.invalid("metadata", "must not be longer than 4 KiB as JSON");
        }
        metadata.forEach((name, value) -> {
            if (ADDRESS.matcher(value).find()) {
                throw Problem.invalid("metadata." + name, "must not contain an e-mail address or other personal data");
            }
        });
        return Map.copyOf(metadata);
    }

    public ChatUser chatUser(ChatUserId id, Instant now) {
        return new ChatUser(
                id,
                new ChatUser.Name(username, ChatUserKind.MANUAL, null),
                tier,
                own,
                metadata,
                enabled,
                new ChatUser.Times(now, now));
    }
}

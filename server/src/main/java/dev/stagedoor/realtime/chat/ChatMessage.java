// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import java.time.Instant;

/**
 * A message of a chat.
 *
 * @param id   {@code msg_…}
 * @param role {@code user} or {@code assistant}
 */
public record ChatMessage(String id, String role, String content, Instant createdAt) {
    /** What the role of the app user is called. */
    public static final String USER = "user";

    /** What the role of the agent is called. */
    public static final String ASSISTANT = "assistant";
}

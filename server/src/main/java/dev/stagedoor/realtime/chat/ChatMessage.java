// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import java.time.Instant;
import java.util.List;

/**
 * A message of a chat.
 *
 * @param id    {@code msg_…}
 * @param role  {@code user} or {@code assistant}
 * @param files the ids of the files that came with it; some may have been deleted since
 */
public record ChatMessage(String id, String role, String content, List<String> files, Instant createdAt) {
    /** What the role of the app user is called. */
    public static final String USER = "user";

    /** What the role of the agent is called. */
    public static final String ASSISTANT = "assistant";

    public ChatMessage {
        files = List.copyOf(files);
    }

    /** What the app user says, with those files. */
    public static ChatMessage byUser(String id, String content, List<String> files, Instant now) {
        return new ChatMessage(id, USER, content, files, now);
    }

    /** What the agent says. */
    public static ChatMessage byAgent(String id, String content, Instant now) {
        return new ChatMessage(id, ASSISTANT, content, List.of(), now);
    }
}

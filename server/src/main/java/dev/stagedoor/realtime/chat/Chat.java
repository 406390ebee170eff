// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import java.time.Instant;

/**
 * A chat.
 *
 * @param id       {@code chat_…}
 * @param name     what its user sees; empty until there is a first message
 * @param agent    the agent's key, its slug
 * @param meta     a JSON object that the client keeps with it
 * @param messages how many it has
 */
public record Chat(
        String id, String name, String agent, String meta, int messages, Instant createdAt, Instant updatedAt) {}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import org.jspecify.annotations.Nullable;

/**
 * Which chat users to list; null matches any.
 *
 * @param user an app user who has it, by whatever strategy
 */
record ChatUserFilter(
        @Nullable ChatUserKind kind,
        @Nullable String tier,
        @Nullable String username,
        @Nullable String user) {}

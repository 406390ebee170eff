// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of chat users, the oldest first. */
public record ChatUserList(
        List<ChatUserView> items, @Nullable String next) {}

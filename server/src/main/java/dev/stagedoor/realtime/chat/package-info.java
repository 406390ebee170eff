// SPDX-License-Identifier: Apache-2.0
/**
 * Chats of app users with text agents. Each belongs to one app user on one chat user: app users who share a chat user never
 * see each other's (C1).
 */
@NullMarked
package dev.stagedoor.realtime.chat;

import org.jspecify.annotations.NullMarked;

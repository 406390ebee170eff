// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.realtime.chat.Owner;

/**
 * What a page holds, over its reconnections.
 *
 * @param id         {@code ui_…}, which nobody can guess
 * @param chat       the chat that is open in it
 * @param connection the connection that has it now; empty if none has
 * @param lastSeq    the number of its last event
 */
record UiSession(String id, Owner owner, String chat, String voice, String connection, long lastSeq) {}

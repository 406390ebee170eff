// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.realtime.chat.Owner;

/**
 * What a page holds, over its reconnections.
 *
 * @param id      {@code ui_…}, which nobody can guess
 * @param chat    the chat that is open in it
 * @param lastSeq the number of its last event
 */
record UiSession(String id, Owner owner, String chat, String voice, long lastSeq) {
    /** The same with that chat open. */
    UiSession withChat(String other) {
        return new UiSession(id, owner, other, voice, lastSeq);
    }

    /** The same with that voice. */
    UiSession withVoice(String other) {
        return new UiSession(id, owner, chat, other, lastSeq);
    }
}

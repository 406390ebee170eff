// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.realtime.chat.Owner;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a page holds, over its reconnections.
 *
 * @param id      {@code ui_…}, which nobody can guess
 * @param chat    the chat that is open in it
 * @param lastSeq the number of its last event
 */
record UiSession(String id, Owner owner, String chat, String voice, long lastSeq) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    static UiSession begun(Owner owner, String chat) {
        return new UiSession(newId(), owner, chat, "", 0);
    }

    static String newId() {
        byte[] random = new byte[24];
        RANDOM.nextBytes(random);
        return "ui_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** The same with that chat open. */
    UiSession withChat(String other) {
        return new UiSession(id, owner, other, voice, lastSeq);
    }

    /** The same with that voice. */
    UiSession withVoice(String other) {
        return new UiSession(id, owner, chat, other, lastSeq);
    }
}

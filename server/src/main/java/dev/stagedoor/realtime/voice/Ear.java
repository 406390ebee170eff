// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

/** Whoever has a voice session is told what becomes of it; never after they have ended it themselves. */
public interface Ear {
    /** The agent is in the room, and hears. */
    void listening();

    /** The agent says something: PCM16 at {@link Voices#SAMPLE_RATE}. Must not wait. */
    void heard(byte[] audio);

    /** It is over, or did not begin. */
    void ended(NoVoice why, boolean begun);
}

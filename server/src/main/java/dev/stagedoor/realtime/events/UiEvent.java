// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

/**
 * What a page is told.
 *
 * @param seq  its number within the UI session, from 1
 * @param type its name on the wire
 * @param data the frame's other members, as a JSON object
 */
public record UiEvent(long seq, String type, String data) {
    /** An event without its number, which it gets when it is stored. */
    public record Draft(String type, String data) {}

    /** The frame that says so: {@code {"type":…,"seq":…,…}}. */
    public String frame() {
        return frame(type, seq, data);
    }

    /** A frame of an event that is not stored: it has the number of the last one that was. */
    public static String frame(String type, long seq, String data) {
        String rest = data.substring(1);
        return "{\"type\":\"" + type + "\",\"seq\":" + seq + (rest.equals("}") ? rest : "," + rest);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

/**
 * What every response must be.
 *
 * @param status its status code
 * @param text   what it must contain; empty for nothing in particular
 */
public record Expected(int status, String text) {
    /** A token, or whatever else was created. */
    public static final Expected CREATED = new Expected(201, "");

    /** A streamed message of Anthropic's, up to its last event. */
    public static final Expected MESSAGE = new Expected(200, "message_stop");
}

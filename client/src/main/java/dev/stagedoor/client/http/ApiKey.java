// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

/** An API key ({@code sd_op_…}, {@code sd_live_…}, {@code sd_pub_…}, {@code sd_app_…}). It is sent in one header and never printed. */
public final class ApiKey {
    private static final int MOST = 512;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /**
     * Parses a key; surrounding white space is dropped, as files end in a line break.
     *
     * @throws IllegalArgumentException if it is empty, longer than 512 characters or not visible ASCII
     */
    public static ApiKey of(String text) {
        String key = text.strip();
        if (key.isEmpty() || key.length() > MOST || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "not an API key: a key begins with sd_op_, sd_live_, sd_pub_ or sd_app_");
        }
        return new ApiKey(key);
    }

    String header() {
        return "Bearer " + text;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * A tenant's backend, with an API key for a token server.
 *
 * @param slug   {@code t01}
 * @param apiKey its key, generated for this run
 */
public record Customer(String slug, String apiKey) {
    private static final int DIGITS = 10;
    private static final String BODY = "{\"room_name\":\"support-7f3a\",\"participant_name\":\"Alice\","
            + "\"participant_identity\":\"user_" + "0".repeat(DIGITS) + "\"}";

    /** A complete token request for user 0, as bytes ready to send. */
    public byte[] tokenRequest(int port) {
        String request = "POST /api/v1/tokens HTTP/1.1\r\n"
                + "Host: 127.0.0.1:" + port + "\r\n"
                + "Authorization: Bearer " + apiKey + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + BODY.length() + "\r\n\r\n"
                + BODY;
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sets the user of a token request, in place. */
    public static void forUser(byte[] tokenRequest, long user) {
        long rest = user;
        int last = tokenRequest.length - "\"}".length() - 1;
        for (int i = 0; i < DIGITS; i++) {
            tokenRequest[last - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    @Override
    public String toString() {
        return "Customer[" + slug + "]";
    }
}

package dev.stagedoor.bench;

import java.nio.charset.StandardCharsets;

/**
 * A tenant as its backend is: with a key to Stagedoor.
 *
 * @param slug   {@code t01}
 * @param apiKey its {@code sd_live_} key, made for this run
 */
record Customer(String slug, String apiKey) {
    private static final String BODY = "{\"room_name\":\"support-7f3a\",\"participant_identity\":\"user_0123456789\","
            + "\"participant_name\":\"Alice\"}";

    /** A request for a token, as bytes to be sent as they are. */
    byte[] tokenRequest(int port) {
        String request = "POST /api/v1/tokens HTTP/1.1\r\n"
                + "Host: 127.0.0.1:" + port + "\r\n"
                + "Authorization: Bearer " + apiKey + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + BODY.length() + "\r\n\r\n"
                + BODY;
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "Customer[" + slug + "]";
    }
}

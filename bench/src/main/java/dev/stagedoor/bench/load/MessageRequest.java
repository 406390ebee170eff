// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The one message that is asked of Anthropic's API, of Stagedoor and of the peers: short, and streamed. */
public final class MessageRequest {
    /** The model it is for. */
    public static final String MODEL = "claude-haiku-4-5";

    /** What the user says. */
    public static final String SAID = "Say hello.";

    /** The most tokens of its answer. */
    public static final int MOST_TOKENS = 100;

    /** The version of the API. */
    public static final String VERSION = "2023-06-01";

    /** Its body. */
    public static final String BODY = "{\"model\":\"" + MODEL + "\",\"max_tokens\":" + MOST_TOKENS
            + ",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + SAID + "\"}]}";

    private MessageRequest() {}

    /** The complete request as bytes, ready to send. */
    public static byte[] bytes(URI url, String key) {
        String request = "POST " + url.getPath() + " HTTP/1.1\r\n"
                + "Host: " + url.getAuthority() + "\r\n"
                + "x-api-key: " + key + "\r\n"
                + "anthropic-version: " + VERSION + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + BODY.length() + "\r\n\r\n"
                + BODY;
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import java.util.Map;

/** A request to the Messages API that somebody else wrote. */
public final class PassedRequest {
    private final String path;
    private final Map<String, String> headers;
    private final byte[] json;

    /**
     * What to send.
     *
     * @param path below the base URL: {@code /v1/messages}
     * @param json the body; it must not change any more
     */
    public PassedRequest(String path, Map<String, String> headers, byte[] json) {
        this.path = path;
        this.headers = Map.copyOf(headers);
        this.json = json;
    }

    String path() {
        return path;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] json() {
        return json;
    }
}

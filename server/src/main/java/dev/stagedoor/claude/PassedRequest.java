// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.core.http.HttpRequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A request to the Messages API that somebody else wrote: its path below the base URL, its headers and its JSON. */
public final class PassedRequest {
    private final List<String> path;
    private final Map<String, String> headers;
    private final byte[] json;

    /** {@code json} must not change any more. */
    public PassedRequest(List<String> path, Map<String, String> headers, byte[] json) {
        this.path = List.copyOf(path);
        this.headers = Map.copyOf(headers);
        this.json = json;
    }

    List<String> path() {
        return path;
    }

    Map<String, String> headers() {
        return headers;
    }

    HttpRequestBody sent() {
        return new HttpRequestBody() {
            @Override
            public void writeTo(OutputStream out) {
                try {
                    out.write(json);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public String contentType() {
                return "application/json";
            }

            @Override
            public long contentLength() {
                return json.length;
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}

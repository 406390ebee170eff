// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.core.http.HttpResponse;
import java.io.InputStream;
import java.util.Optional;

/** The provider's answer to a {@link PassedRequest}, whatever it is. Close it, and the provider generates no more. */
public final class PassedAnswer implements AutoCloseable {
    private final HttpResponse response;

    PassedAnswer(HttpResponse response) {
        this.response = response;
    }

    /** The HTTP status. */
    public int status() {
        return response.statusCode();
    }

    /** A header, by its name in lower case. */
    public Optional<String> header(String name) {
        return response.headers().values(name).stream().findFirst();
    }

    /** The body as it arrives. Reading fails if it is endless, or nothing arrives for too long. */
    public InputStream body() {
        return response.body();
    }

    @Override
    public void close() {
        response.close();
    }
}

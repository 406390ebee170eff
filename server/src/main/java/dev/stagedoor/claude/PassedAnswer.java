// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import java.io.InputStream;
import java.util.Optional;

/** The provider's answer to a {@link PassedRequest}, whatever it is. Close it, and the provider generates no more. */
public final class PassedAnswer implements AutoCloseable {
    private final Answered response;

    PassedAnswer(Answered response) {
        this.response = response;
    }

    /** The HTTP status. */
    public int status() {
        return response.statusCode();
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
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

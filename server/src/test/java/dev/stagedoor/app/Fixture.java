// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Rows as written by an earlier version of the server, from {@code src/test/resources/upgrade}. */
public final class Fixture {
    private Fixture() {}

    /** The SQL of that file, with its rows assigned to a tenant. */
    public static String sql(String path, String tenantId) {
        try (InputStream in = Fixture.class.getResourceAsStream("/upgrade/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${tenant}", tenantId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

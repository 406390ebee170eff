// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that are made from the code: compared with it, or rewritten with {@code GOLDEN=renew}. */
final class Golden {
    private Golden() {}

    static String read(String document) {
        try {
            return Files.readString(Sources.root().resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void compare(String document, String expected) {
        Path file = Sources.root().resolve(document);
        if ("renew".equals(System.getenv("GOLDEN"))) {
            try {
                Files.writeString(file, expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(read(document)).as("%s; GOLDEN=renew rewrites it", document).isEqualTo(expected);
    }
}

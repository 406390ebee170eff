// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.kernel.ErrorCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Every error code as a Markdown table: for the OpenAPI document, and for {@code docs/errors.md}. */
public final class ErrorTable {
    private ErrorTable() {}

    /** By status, then by code; each with whether the same request may succeed later. */
    public static String markdown() {
        return "| status | code | meaning | retry |\n|---|---|---|---|\n"
                + Arrays.stream(ErrorCode.values())
                        .sorted(Comparator.comparingInt(ErrorCode::status).thenComparing(ErrorCode::wire))
                        .map(code -> "| %d | `%s` | %s | %s |%n"
                                .formatted(code.status(), code.wire(), code.title(), code.retryable() ? "later" : "no")
                                .replace(System.lineSeparator(), "\n"))
                        .collect(Collectors.joining());
    }
}

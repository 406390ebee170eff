// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.api.problem.ProblemDetails.FieldError;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.StagedoorException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * A failure as {@code --json} prints it, on standard error: the server's problem document, or one of the same form for
 * what the command found itself.
 *
 * @param status     the HTTP status; null if there was no answer
 * @param code       the error code, or {@code usage}, {@code unavailable}, {@code internal}
 * @param retryAfter seconds
 */
record FailureJson(
        @Nullable Integer status,
        String code,
        String detail,
        @Nullable List<FieldError> errors,
        @Nullable String requestId,
        @Nullable Long retryAfter,
        @Nullable String help) {
    static FailureJson of(Exception failure) {
        return switch (failure) {
            case ProblemException problem ->
                new FailureJson(
                        problem.status(),
                        problem.code(),
                        problem.detail(),
                        problem.errors().isEmpty() ? null : problem.errors(),
                        problem.requestId(),
                        problem.retryAfter().map(after -> after.toSeconds()).orElse(null),
                        problem.help().orElse(null));
            case StagedoorException unavailable -> own("unavailable", unavailable);
            case UsageException usage -> own("usage", usage);
            case ParameterException usage -> own("usage", usage);
            default -> own("internal", failure);
        };
    }

    private static FailureJson own(String code, Exception failure) {
        return new FailureJson(null, code, String.valueOf(failure.getMessage()), null, null, null, null);
    }
}

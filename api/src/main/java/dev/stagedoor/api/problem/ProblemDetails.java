// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.problem;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457 problem details, {@code application/problem+json}. */
public record ProblemDetails(
        @JsonPropertyDescription("Always about:blank; the code identifies the problem.")
        String type,

        @JsonPropertyDescription("One line, the same for every occurrence of the code.")
        String title,

        @JsonPropertyDescription("The HTTP status.") int status,

        @JsonPropertyDescription("What went wrong this time, suitable for users.")
        String detail,

        @JsonPropertyDescription("The stable name of the error, for programs.")
        String code,

        @JsonPropertyDescription("The request's id in the server's log.")
        String requestId,

        @JsonPropertyDescription("The fields at fault, where some are.") @Nullable
        List<FieldError> errors,

        @JsonPropertyDescription("Where the reference says more, relative to the request's URL; where it does.")
        @Nullable
        String help,

        @JsonPropertyDescription(
                "What went wrong, in the fixed words that clients of some routes know: Invalid credentials.")
        @Nullable
        String error) {

    /** What is wrong with one field. */
    public record FieldError(
            @JsonPropertyDescription("The field's path in the body, or the parameter's name: grants.room_admin.")
            String field,

            @JsonPropertyDescription("What is expected.") String detail) {}
}

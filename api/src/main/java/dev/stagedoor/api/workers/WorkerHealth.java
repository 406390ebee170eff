// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Where a worker answers 200 once it is connected to LiveKit. */
public record WorkerHealth(
        @JsonPropertyDescription("The path, such as /.")
        @NotBlank
        @Size(max = 256)
        @Pattern(regexp = "/[!-~]*", message = "must begin with / and have no spaces")
        String path,

        @JsonPropertyDescription("The port, such as 8081.") @Min(1) @Max(65_535)
        int port) {}

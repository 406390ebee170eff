// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A part of a task: a text, or an image in Base64. */
public record ContentBlock(
        @JsonPropertyDescription("text or image.") @NotBlank @Size(max = 16)
        String type,

        @JsonPropertyDescription("The text; only with type text.") @Size(max = 65_536) @Nullable
        String text,

        @JsonPropertyDescription("The image; only with type image.") @Valid @Nullable
        ImageSource source) {
    /** An image's bytes. */
    public record ImageSource(
            @JsonPropertyDescription("base64.") @NotBlank @Size(max = 16)
            String type,

            @JsonPropertyDescription("image/png, image/jpeg, image/gif or image/webp.") @NotBlank @Size(max = 64)
            String mediaType,

            @JsonPropertyDescription("The bytes, in Base64: 5 MiB of Base64 at most, as Anthropic takes it.")
            @NotBlank
            @Size(max = LONGEST)
            String data) {
        /** The characters of 5 MiB of Base64: an image of 3.75 MiB. */
        public static final int LONGEST = 5_242_880;
    }
}

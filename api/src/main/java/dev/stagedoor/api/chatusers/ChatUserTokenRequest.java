// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Asks for a token by which an app user reaches agents as a certain chat user. */
public record ChatUserTokenRequest(
        @JsonPropertyDescription("The tenant's own id of the app user; nobody else sees their chats.")
        @NotBlank
        @Size(max = 256)
        @Shown
        String appUserId,

        @JsonPropertyDescription(
                "How long it lasts, in seconds, minutes or hours: 900s, 15m, 1h; as long as the server allows by default.")
        @Pattern(
                regexp = "[1-9]\\d{0,6}[smh]",
                message = "must be a number of seconds, minutes or hours: 900s, 15m, 1h")
        @Nullable
        String expiresIn) {}

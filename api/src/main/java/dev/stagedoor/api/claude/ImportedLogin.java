// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a terminal's {@code .credentials.json}, or an API key from a terminal. The server reads no file itself.
 * What else the file holds is ignored.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImportedLogin(
        @JsonPropertyDescription("The login, as the file has it.") @JsonProperty("claudeAiOauth") @Valid @Nullable
        ClaudeAiOauth claudeAiOauth,

        @JsonPropertyDescription("An API key, instead of a login.")
        @Size(min = 20, max = 512)
        @Pattern(regexp = "[!-~]*", message = "must be visible ASCII characters")
        @Nullable
        String apiKey,

        @JsonPropertyDescription("The profile's name; Terminal Login (<plan> Plan) if not given.")
        @Size(min = 1, max = 128)
        @Shown
        @Nullable
        String profileName,

        @JsonPropertyDescription("The user whose login it is; required for a login.")
        @Size(min = 1, max = 256)
        @Shown
        @Nullable
        String userId) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "ImportedLogin[" + profileName + ", " + userId + "]";
    }

    /** A login of Claude Code, with the names that its file has. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ClaudeAiOauth(
            @JsonPropertyDescription("sk-ant-oat….") @JsonProperty("accessToken") @Size(max = 4096) @Nullable
            String accessToken,

            @JsonPropertyDescription("Not kept: a refresh token works once, and belongs to the terminal.")
            @JsonProperty("refreshToken")
            @Size(max = 4096)
            @Nullable
            String refreshToken,

            @JsonPropertyDescription("Milliseconds since 1970.") @JsonProperty("expiresAt") @Nullable
            Long expiresAt,

            @JsonPropertyDescription("user:inference must be among them.")
            @JsonProperty("scopes")
            @Size(max = 64)
            @Nullable
            List<@Size(max = 256) String> scopes,

            @JsonPropertyDescription("pro, max, ….") @JsonProperty("subscriptionType") @Size(max = 64) @Shown @Nullable
            String subscriptionType) {
        /** Without the tokens. */
        @Override
        public String toString() {
            return "ClaudeAiOauth[" + subscriptionType + ", " + expiresAt + "]";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat user that the tenant's backend creates. */
public record NewChatUser(
        @JsonPropertyDescription("Its name, unique within the tenant.")
        @NotBlank
        @Pattern(regexp = USERNAME, message = USERNAME_IN_WORDS)
        @Shown
        String username,

        @JsonPropertyDescription("The agents it may reach; without the field those of its tier.")
        @Size(max = ResourceLists.MOST)
        @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> agents,

        @JsonPropertyDescription("Its voices; without the field those of its tier.")
        @Size(max = ResourceLists.MOST)
        @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> voices,

        @JsonPropertyDescription("Its avatars; without the field those of its tier.")
        @Size(max = ResourceLists.MOST)
        @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> avatars,

        @JsonPropertyDescription("Its toolsets; without the field those of its tier.")
        @Size(max = ResourceLists.MOST)
        @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> toolsets,

        @JsonPropertyDescription("Its tier, one of the policy; without the field the policy's default.")
        @Pattern(regexp = TIER, message = TIER_IN_WORDS)
        @Nullable
        String tier,

        @JsonPropertyDescription("Notes of your own, at most 4 KiB; no e-mail addresses or other personal data.")
        @Size(max = 32)
        @Nullable
        Map<@NotBlank @Size(max = 64) @Shown String, @Size(max = 512) @Shown String> metadata,

        @JsonPropertyDescription("Whether it may be used; true by default.") @Nullable
        Boolean enabled) {
    /** What a username looks like. */
    public static final String USERNAME = "[a-z0-9][a-z0-9_.-]{2,49}";

    /** As a refusal says it. */
    public static final String USERNAME_IN_WORDS =
            "must be 3 to 50 lower-case letters, digits, hyphens, dots and underscores, the first a letter or digit";

    /** What a tier's name looks like. */
    public static final String TIER = "[a-z0-9][a-z0-9_-]{0,39}";

    /** As a refusal says it. */
    public static final String TIER_IN_WORDS =
            "must be 1 to 40 lower-case letters, digits, hyphens and underscores, the first a letter or digit";
}

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

/** A change of a chat user: fields that are not given stay. */
public record ChatUserChange(
        @JsonPropertyDescription("The agents it may reach.") @Size(max = ResourceLists.MOST) @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> agents,

        @Size(max = ResourceLists.MOST) @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> voices,

        @Size(max = ResourceLists.MOST) @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> avatars,

        @Size(max = ResourceLists.MOST) @Nullable
        List<@NotBlank @Size(max = ResourceLists.LONGEST) @Shown String> toolsets,

        @JsonPropertyDescription("Its tier, one of the policy.")
        @Pattern(regexp = NewChatUser.TIER, message = NewChatUser.TIER_IN_WORDS)
        @Nullable
        String tier,

        @JsonPropertyDescription("Replaces all its notes.") @Size(max = 32) @Nullable
        Map<@NotBlank @Size(max = 64) @Shown String, @Size(max = 512) @Shown String> metadata,

        @JsonPropertyDescription("Whether it may be used; its connections end when it may not.") @Nullable
        Boolean enabled,

        @JsonPropertyDescription("What it has from the policy again: agents, voices, avatars, toolsets, tier.")
        @Size(max = 5)
        @Nullable
        List<
                        @Pattern(
                                regexp = "agents|voices|avatars|toolsets|tier",
                                message = "must be agents, voices, avatars, toolsets or tier")
                        String>
                inherit) {}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What chats of a tier may use. */
public record ResourceLists(
        @JsonPropertyDescription("The agents, by slug; without the field all that are enabled.")
        @Size(max = MOST)
        @Nullable
        List<@NotBlank @Size(max = LONGEST) @Shown String> agents,

        @JsonPropertyDescription("The voices; without the field all.") @Size(max = MOST) @Nullable
        List<@NotBlank @Size(max = LONGEST) @Shown String> voices,

        @JsonPropertyDescription("The avatars; without the field all.") @Size(max = MOST) @Nullable
        List<@NotBlank @Size(max = LONGEST) @Shown String> avatars,

        @JsonPropertyDescription("The toolsets; without the field all.") @Size(max = MOST) @Nullable
        List<@NotBlank @Size(max = LONGEST) @Shown String> toolsets) {
    /** The most names in a list. */
    public static final int MOST = 100;

    /** The longest name. */
    public static final int LONGEST = 128;
}

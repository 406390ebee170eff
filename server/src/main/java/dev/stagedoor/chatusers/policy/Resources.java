// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chat may use. A null list says nothing: of a chat user, its tier decides; of a tier, everything is permitted.
 */
public record Resources(
        @Nullable List<String> agents,
        @Nullable List<String> voices,
        @Nullable List<String> avatars,
        @Nullable List<String> toolsets) {
    /** Says nothing. */
    public static final Resources UNSAID = new Resources(null, null, null, null);

    public Resources {
        agents = copy(agents);
        voices = copy(voices);
        avatars = copy(avatars);
        toolsets = copy(toolsets);
    }

    private static @Nullable List<String> copy(@Nullable List<String> names) {
        return names == null ? null : List.copyOf(names);
    }

    /** Where this says nothing, {@code other} decides. */
    public Resources or(Resources other) {
        return new Resources(
                agents == null ? other.agents : agents,
                voices == null ? other.voices : voices,
                avatars == null ? other.avatars : avatars,
                toolsets == null ? other.toolsets : toolsets);
    }

    /** Whether the chat may reach that agent of the tenant's. */
    public boolean permitsAgent(String slug) {
        return agents == null || agents.contains(slug);
    }

    /** Whether the chat may have that voice. */
    public boolean permitsVoice(String voice) {
        return voices == null || voices.contains(voice);
    }

    /** Whether the chat may have that avatar. */
    public boolean permitsAvatar(String avatar) {
        return avatars == null || avatars.contains(avatar);
    }

    /** Whether the chat's agents may use that toolset. */
    public boolean permitsToolset(String toolset) {
        return toolsets == null || toolsets.contains(toolset);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Which Claude profile a user's next run takes. */
public record SelectedProfile(
        @JsonPropertyDescription("The user; absent for the tenant itself.") @Nullable
        String userId,

        @JsonPropertyDescription("Absent if none is selected: a run then answers no_profile_selected.") @Nullable
        String selectedProfileId,

        @Nullable ProfileView profile) {}

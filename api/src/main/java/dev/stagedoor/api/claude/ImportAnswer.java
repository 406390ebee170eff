// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The profile that an import made. */
public record ImportAnswer(
        String profileId,
        String profileName,
        @Nullable String subscriptionType,

        @JsonPropertyDescription("Whether the import selected it, since none was selected.")
        boolean selected,

        @JsonPropertyDescription("What the vendor's terms say about a login of a plan.") @Nullable
        String notice,

        ProfileView profile) {}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of Claude profiles, the oldest first. */
public record ProfileList(
        List<ProfileView> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}

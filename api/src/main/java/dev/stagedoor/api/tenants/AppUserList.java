// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of the users whose access was ever revoked, by id. */
public record AppUserList(
        @JsonPropertyDescription("The users") List<AppUserView> items,

        @JsonPropertyDescription("The cursor of the next page; absent on the last") @Nullable
        String next) {}

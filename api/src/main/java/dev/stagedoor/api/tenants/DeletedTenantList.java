// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of deleted tenants, oldest first. */
public record DeletedTenantList(
        @JsonPropertyDescription("The tenants") List<DeletedTenant> items,

        @JsonPropertyDescription("The cursor of the next page; absent on the last") @Nullable
        String next) {}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.audit;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of entries. With filters a page can be short or empty although more follow: go on while there is a next. */
public record AuditEntryList(
        List<AuditEntry> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of verifications, newest first. */
public record VerificationList(
        List<VerificationView> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}

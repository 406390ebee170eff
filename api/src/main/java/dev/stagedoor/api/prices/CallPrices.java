// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.prices;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.calls.CallPrice;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What a tenant's carriers charge: of the prices whose prefix a number begins with, the longest applies. */
public record CallPrices(
        @JsonPropertyDescription("At most one for each direction and prefix.") @NotNull @Size(max = MOST)
        List<@Valid @NotNull CallPrice> items) {
    /** How many there may be. */
    public static final int MOST = 2_000;
}

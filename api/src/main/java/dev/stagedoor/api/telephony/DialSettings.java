// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.prices.Unpriced;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a tenant's agents may call, and how often; a field that is not given has its default. The tenant may narrow all of
 * it; only an operator widens it.
 */
public record DialSettings(
        @JsonPropertyDescription("The countries that may be called, ISO 3166-1 alpha-2; none by default.")
        @Size(max = 250)
        @Nullable
        List<@NotNull @Pattern(regexp = COUNTRY, message = COUNTRY_IN_WORDS) String> countries,

        @JsonPropertyDescription(
                "The kinds of numbers that may be called; by default fixed_line, mobile, fixed_line_or_mobile, toll_free"
                        + " and voip.")
        @Size(max = 20)
        @Nullable
        List<@NotNull NumberType> allowedTypes,

        @JsonPropertyDescription("How many calls out may be in progress at once; 5 by default.")
        @Min(0)
        @Max(1000)
        @Nullable
        Integer concurrentCalls,

        @JsonPropertyDescription("How many calls out may begin in an hour; 60 by default.")
        @Min(0)
        @Max(100_000)
        @Nullable
        Integer callsPerHour,

        @JsonPropertyDescription("How many calls out may begin in a day; 300 by default.")
        @Min(0)
        @Max(1_000_000)
        @Nullable
        Integer callsPerDay,

        @JsonPropertyDescription("How often one number may be called in an hour; 5 by default.")
        @Min(0)
        @Max(10_000)
        @Nullable
        Integer callsPerDestinationPerHour,

        @JsonPropertyDescription(
                "How often numbers with the same first eight digits may be called in an hour; 20 by default.")
        @Min(0)
        @Max(10_000)
        @Nullable
        Integer callsPerPrefixPerHour,

        @JsonPropertyDescription("How long a call out may last, in seconds; 1800 by default.")
        @Min(10)
        @Max(86_400)
        @Nullable
        Integer maxDuration,

        @JsonPropertyDescription(
                "The most, in US dollars, that calls by phone may cost in a day of UTC; calls out are refused or shortened, so"
                        + " that they stay within it. No cap by default.")
        @DecimalMin("0")
        @DecimalMax(MOST_SPENT)
        @Nullable
        Double spendPerDay,

        @JsonPropertyDescription("The same for a month of UTC.") @DecimalMin("0") @DecimalMax(MOST_SPENT) @Nullable
        Double spendPerMonth,

        @JsonPropertyDescription("The most, in US dollars, that one call out may cost; no cap by default.")
        @DecimalMin("0")
        @DecimalMax(MOST_SPENT)
        @Nullable
        Double spendPerCall,

        @JsonPropertyDescription(
                "Whether numbers without a price may be called; allow by default. With a cap on what calls may cost they"
                        + " never are.")
        @Nullable
        Unpriced unpriced) {
    /** The largest cap. */
    public static final String MOST_SPENT = "1000000";

    /** Two capital letters. */
    public static final String COUNTRY = "[A-Z]{2}";

    /** As a refusal says it. */
    public static final String COUNTRY_IN_WORDS = "must be the two capital letters of a country, as GB";
}

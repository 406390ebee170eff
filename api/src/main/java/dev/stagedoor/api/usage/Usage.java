// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.usage;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What a tenant used in some days. */
public record Usage(
        @JsonPropertyDescription("The first day.") String from,
        @JsonPropertyDescription("The last day.") String to,

        @JsonPropertyDescription("The time zone in which days begin: UTC, Europe/Berlin, …")
        String timeZone,

        @JsonPropertyDescription("day, agent or user: what a line is of.")
        String by,

        @JsonPropertyDescription(
                "By day, each day; else those that used anything, at most 1,000, in the order of their names.")
        List<UsageLine> items,

        UsageLine total) {}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.prices.Unpriced;
import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.numbers.Destination;
import dev.stagedoor.telephony.price.SpendCaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom a tenant's agents may call, how often, for how long, and at what cost.
 *
 * @param countries ISO 3166-1 codes
 * @param spend     that calls by phone may cost
 */
record Permitted(Set<String> countries, Set<NumberType> types, Caps caps, Duration longest, SpendCaps spend) {
    private static final Set<NumberType> USUAL_TYPES = Set.of(
            NumberType.FIXED_LINE,
            NumberType.MOBILE,
            NumberType.FIXED_LINE_OR_MOBILE,
            NumberType.TOLL_FREE,
            NumberType.VOIP);

    private static final int USUAL_SECONDS = 1800;

    /** Where a tenant has set nothing: nobody may be called. */
    static final Permitted USUAL =
            of(new DialSettings(null, null, null, null, null, null, null, null, null, null, null, null));

    Permitted {
        countries = Set.copyOf(countries);
        types = Set.copyOf(types);
    }

    static Permitted of(DialSettings given) {
        return new Permitted(
                given.countries() == null ? Set.of() : Set.copyOf(given.countries()),
                given.allowedTypes() == null ? USUAL_TYPES : Set.copyOf(given.allowedTypes()),
                Caps.of(given),
                Duration.ofSeconds(Objects.requireNonNullElse(given.maxDuration(), USUAL_SECONDS)),
                SpendCaps.ofDollars(
                        given.spendPerDay(),
                        given.spendPerMonth(),
                        given.spendPerCall(),
                        given.unpriced() == Unpriced.REFUSE));
    }

    DialSettings view() {
        return new DialSettings(
                List.copyOf(new TreeSet<>(countries)),
                List.copyOf(new TreeSet<>(types)),
                caps.concurrent(),
                caps.perHour(),
                caps.perDay(),
                caps.perDestination(),
                caps.perPrefix(),
                (int) longest.toSeconds(),
                SpendCaps.dollars(spend.perDay()),
                SpendCaps.dollars(spend.perMonth()),
                SpendCaps.dollars(spend.perCall()),
                spend.refusesUnpriced() ? Unpriced.REFUSE : Unpriced.ALLOW);
    }

    /**
     * The number, if it may be called.
     *
     * @throws Problem {@code not_permitted_by_policy} or {@code invalid_request}, naming {@code field}
     */
    Destination require(String field, String asked) {
        Destination to = Destination.required(field, asked);
        if (!countries.contains(to.country())) {
            throw Destination.refused(field, "is in a country that the dial settings do not list: " + to.country());
        }
        if (!types.contains(to.type())) {
            String type = to.type().name().toLowerCase(Locale.ROOT);
            throw Destination.refused(field, "is of a type that the dial settings do not allow: " + type);
        }
        return to;
    }

    /** How long a call may last, of what was asked for, this, and what the agent allows. */
    Duration longest(@Nullable Duration asked, Duration agents) {
        return Optional.ofNullable(asked)
                .filter(one -> one.compareTo(shorter(agents)) < 0)
                .orElse(shorter(agents));
    }

    private Duration shorter(Duration agents) {
        return agents.compareTo(longest) < 0 ? agents : longest;
    }

    /** The fields in which this allows more than {@code before} did. */
    List<String> widens(Permitted before) {
        List<String> wider = new ArrayList<>();
        if (!before.countries.containsAll(countries)) {
            wider.add("countries");
        }
        if (!before.types.containsAll(types)) {
            wider.add("allowed_types");
        }
        wider.addAll(caps.above(before.caps));
        if (longest.compareTo(before.longest) > 0) {
            wider.add("max_duration");
        }
        wider.addAll(spend.above(before.spend));
        return wider;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.cli.command.Session;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Adds countries and kinds of numbers to those that may be called, and takes them off; the others stay. */
final class AllowedOptions {
    @Option(names = "--country", paramLabel = "CODE", description = "Let this country be called, as GB; repeatable.")
    private List<String> countries = new ArrayList<>();

    @Option(names = "--no-country", paramLabel = "CODE", description = "Let it be called no longer; repeatable.")
    private List<String> noCountries = new ArrayList<>();

    @Option(
            names = "--allow-type",
            paramLabel = "TYPE",
            description = "Let this kind of number be called: fixed_line, mobile, premium_rate, …; repeatable.")
    private List<NumberType> types = new ArrayList<>();

    @Option(names = "--no-type", paramLabel = "TYPE", description = "Let it be called no longer; repeatable.")
    private List<NumberType> noTypes = new ArrayList<>();

    boolean isEmpty() {
        return countries.isEmpty() && noCountries.isEmpty() && types.isEmpty() && noTypes.isEmpty();
    }

    List<String> countries(Session session, @Nullable List<String> now) {
        return changed(session, now, new Change<>(capitals(countries), capitals(noCountries), "countries"));
    }

    List<NumberType> types(Session session, @Nullable List<NumberType> now) {
        return changed(session, now, new Change<>(types, noTypes, "types"));
    }

    private static List<String> capitals(List<String> codes) {
        return codes.stream().map(code -> code.toUpperCase(Locale.ROOT)).toList();
    }

    private record Change<T>(List<T> added, List<T> removed, String list) {}

    private static <T> List<T> changed(Session session, @Nullable List<T> now, Change<T> change) {
        Set<T> next = new LinkedHashSet<>(now == null ? List.of() : now);
        next.addAll(change.added());
        for (T one : change.removed()) {
            if (!next.remove(one)) {
                String word = one instanceof NumberType type ? type.name().toLowerCase(Locale.ROOT) : one.toString();
                session.shell().note(word + " is not on the list: " + change.list() + " stays as it is");
            }
        }
        return List.copyOf(next);
    }
}

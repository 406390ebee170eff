// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.prices.Unpriced;
import dev.stagedoor.cli.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Caps what calls by phone may cost, and takes such caps away. */
final class SpendOptions {
    /** What a cap is of. */
    enum Capped {
        DAY,
        MONTH,
        CALL
    }

    @Option(
            names = "--spend-per-day",
            paramLabel = "USD",
            description = "What calls by phone may cost in a day of UTC.")
    private @Nullable Double perDay;

    @Option(
            names = "--spend-per-month",
            paramLabel = "USD",
            description = "What calls by phone may cost in a month of UTC.")
    private @Nullable Double perMonth;

    @Option(names = "--spend-per-call", paramLabel = "USD", description = "What one call out may cost.")
    private @Nullable Double perCall;

    @Option(
            names = "--no-spend-cap",
            paramLabel = "OF",
            description = "Cap it no longer: day, month or call; repeatable.")
    private List<Capped> uncapped = new ArrayList<>();

    @Option(
            names = "--unpriced",
            paramLabel = "WHAT",
            description = "Allow or refuse calls to numbers without a price; under a cap they are always refused.")
    private @Nullable Unpriced unpriced;

    boolean isEmpty() {
        return uncapped.isEmpty()
                && Stream.of(perDay, perMonth, perCall, unpriced).allMatch(Objects::isNull);
    }

    @Nullable
    Double perDay(@Nullable Double now) {
        return cap(Capped.DAY, perDay, now);
    }

    @Nullable
    Double perMonth(@Nullable Double now) {
        return cap(Capped.MONTH, perMonth, now);
    }

    @Nullable
    Double perCall(@Nullable Double now) {
        return cap(Capped.CALL, perCall, now);
    }

    private @Nullable Double cap(Capped of, @Nullable Double given, @Nullable Double now) {
        boolean removed = uncapped.contains(of);
        if (removed && given != null) {
            throw new UsageException("a cap is set or taken away, not both");
        }
        return removed ? null : given == null ? now : given;
    }

    @Nullable
    Unpriced unpriced(@Nullable Unpriced now) {
        return unpriced == null ? now : unpriced;
    }
}

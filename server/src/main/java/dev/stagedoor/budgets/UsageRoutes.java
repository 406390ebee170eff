// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.api.budgets.ModelUsage;
import dev.stagedoor.api.orchestration.UsageFields;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What runs and model leases have used, over HTTP. */
final class UsageRoutes {
    private static final int DAYS = 31;
    private static final int MOST_DAYS = 366;
    private static final int MOST_LINES = 1_000;

    private final Ledger ledger;
    private final Clock clock;

    /** Of that ledger's tenants. */
    UsageRoutes(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** All of them. */
    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(Route.get("/api/v1/model-usage", new Access.TenantScope(Scope.USAGE_READ))
                .named(
                        "model_usage.get",
                        "Count what runs, model leases and text agents have used, by day, agent or profile; runs also by user")
                .query("by", "from", "to")
                .answers(ModelUsage.class)
                .by(this::get)));
    }

    private Reply get(Exchange exchange) {
        UsageStore.By by = exchange.query("by").map(UsageRoutes::by).orElse(UsageStore.By.DAY);
        LocalDate to = exchange.query("to")
                .map(text -> date("to", text))
                .orElseGet(() -> LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        LocalDate from = exchange.query("from").map(text -> date("from", text)).orElse(to.minusDays(DAYS - 1));
        if (from.isAfter(to) || from.isBefore(to.minusDays(MOST_DAYS))) {
            throw Problem.invalid("from", "must be at most " + MOST_DAYS + " days before to, and not after it");
        }
        Instant begin = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<UsageStore.StoredLine> lines = ledger.read(
                exchange.principal(), exchange.tenant(), tx -> UsageStore.lines(tx, by, begin, end, MOST_LINES));
        return Reply.ok(new ModelUsage(
                from.toString(),
                to.toString(),
                lines.stream().map(UsageRoutes::line).toList()));
    }

    private static UsageStore.By by(String word) {
        return Arrays.stream(UsageStore.By.values())
                .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("by", "must be day, agent, profile or user"));
    }

    private static LocalDate date(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Problem.invalid(field, "must be a date like 2026-11-28");
        }
    }

    private static ModelUsage.Line line(UsageStore.StoredLine line) {
        return new ModelUsage.Line(
                line.name(),
                line.runs(),
                line.calls(),
                new UsageFields(
                        line.inputTokens(),
                        line.outputTokens(),
                        line.cacheWrittenTokens(),
                        line.cacheReadTokens(),
                        Money.dollars(line.costMicros())));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.api.usage.PlatformUsage;
import dev.stagedoor.api.usage.Usage;
import dev.stagedoor.api.usage.UsageLine;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.budgets.Money;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.retention.Retained;
import dev.stagedoor.retention.Retention;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a tenant used, over HTTP. */
final class UsageRoutes {
    private static final String CSV = "text/csv";
    private static final Set<Retained.Kind> COUNTED =
            Set.of(Retained.Kind.CALLS, Retained.Kind.DISPATCHES, Retained.Kind.PARTICIPANTS);

    private final Ledger ledger;
    private final Clock clock;

    private final Tenants tenants;

    UsageRoutes(Ledger ledger, Tenants tenants, Clock clock) {
        this.ledger = ledger;
        this.tenants = tenants;
        this.clock = clock;
    }

    List<Route<?>> all() {
        List<Route<?>> all = new ArrayList<>(
                Route.alsoUnderTenant(List.of(Route.get("/api/v1/usage", new Access.TenantScope(Scope.USAGE_READ))
                        .named(
                                "usage.get",
                                "Count calls, dispatches, tokens, the time in rooms and the cost of phone calls, by day, agent or"
                                        + " user; or as CSV")
                        .query("by", "from", "to", "time_zone", "format")
                        .answers(Usage.class)
                        .answers(new Answer.Media(CSV))
                        .by(this::get))));
        all.add(Route.get("/api/v1/platform/usage", new Access.OperatorOnly(Scope.USAGE_READ))
                .named("usage.platform", "Count what each tenant used")
                .query("from", "to", "time_zone", "limit", "after")
                .answers(PlatformUsage.class)
                .by(this::ofPlatform));
        return all;
    }

    private Reply ofPlatform(Exchange exchange) {
        Days days = days(exchange);
        Page<Tenant> page = tenants.list(exchange.principal(), exchange.page());
        List<PlatformUsage.Line> lines = page.items().stream()
                .flatMap(tenant -> ofTenant(exchange, tenant, days))
                .toList();
        return Reply.ok(new PlatformUsage(
                days.from().toString(), days.to().toString(), days.zone().getId(), lines, page.next()));
    }

    /** Nothing of one that was deleted meanwhile. */
    private Stream<PlatformUsage.Line> ofTenant(Exchange exchange, Tenant tenant, Days days) {
        Principal by = exchange.principal();
        try {
            Counted counted = ledger.read(by, tenant.id(), tx -> counted(tx, By.DAY, days, exchange));
            UsageLine total =
                    total(counted.lines().stream().map(line -> line(by, line)).toList());
            return Stream.of(new PlatformUsage.Line(
                    tenant.slug(),
                    total.calls(),
                    total.dispatches(),
                    total.participantSeconds(),
                    total.agentSeconds(),
                    total.tokens() == null ? 0 : total.tokens()));
        } catch (Problem gone) {
            if (gone.code() == ErrorCode.NOT_FOUND) {
                return Stream.empty();
            }
            throw gone;
        }
    }

    private Days days(Exchange exchange) {
        return Days.of(exchange.query("from"), exchange.query("to"), exchange.query("time_zone"), clock);
    }

    /** What a line is of. */
    private enum By {
        DAY,
        AGENT,
        USER;

        static By of(String word) {
            return Stream.of(values())
                    .filter(by -> by.wire().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Problem.invalid("by", "must be day, agent or user"));
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        List<UsageStore.StoredLine> count(Tx tx, Days days, Instant now) {
            return switch (this) {
                case DAY -> UsageStore.byDay(tx, days, now);
                case AGENT -> UsageStore.byAgent(tx, days, now);
                case USER -> UsageStore.byUser(tx, days, now);
            };
        }
    }

    private Reply get(Exchange exchange) {
        By by = exchange.query("by").map(By::of).orElse(By.DAY);
        Days asked = days(exchange);
        boolean csv = wantsCsv(exchange);
        Counted counted = ledger.read(exchange.principal(), exchange.tenant(), tx -> counted(tx, by, asked, exchange));
        Days days = counted.days();
        List<UsageLine> lines = counted.lines().stream()
                .map(line -> line(exchange.principal(), line))
                .toList();
        return csv
                ? new Reply.Text(200, CSV, csv(by, lines))
                : Reply.ok(new Usage(
                        days.from().toString(),
                        days.to().toString(),
                        days.zone().getId(),
                        by.wire(),
                        lines,
                        total(lines)));
    }

    private record Counted(Days days, List<UsageStore.StoredLine> lines) {}

    /** Never less than was there: days of which something was deleted are not counted. */
    private Counted counted(Tx tx, By by, Days asked, Exchange exchange) {
        Days days = Retention.goneUntil(tx, COUNTED)
                .map(until -> asked.since(until, exchange.query("from").isEmpty()))
                .orElse(asked);
        return new Counted(days, by.count(tx, days, clock.instant()));
    }

    private static boolean wantsCsv(Exchange exchange) {
        String format = exchange.query("format")
                .orElseGet(() -> exchange.header("Accept").orElse("").contains(CSV) ? "csv" : "json");
        if (!format.equals("json") && !format.equals("csv")) {
            throw Problem.invalid("format", "must be json or csv");
        }
        return format.equals("csv");
    }

    private static UsageLine line(Principal by, UsageStore.StoredLine line) {
        String key = line.key() == null ? "" : MaskedNumber.identityShownTo(by, line.key());
        return new UsageLine(
                key,
                line.calls(),
                line.dispatches(),
                line.people(),
                line.agents(),
                line.tokens(),
                Money.dollars(line.costMicros()));
    }

    private static UsageLine total(List<UsageLine> lines) {
        return new UsageLine(
                "total",
                lines.stream().mapToLong(UsageLine::calls).sum(),
                lines.stream().mapToLong(UsageLine::dispatches).sum(),
                lines.stream().mapToLong(UsageLine::participantSeconds).sum(),
                lines.stream().mapToLong(UsageLine::agentSeconds).sum(),
                lines.stream()
                        .map(UsageLine::tokens)
                        .filter(Objects::nonNull)
                        .reduce(Long::sum)
                        .orElse(null),
                Money.dollars(lines.stream()
                        .mapToLong(line -> Money.micros(line.cost()))
                        .sum()));
    }

    private static String csv(By by, List<UsageLine> lines) {
        String header = by.wire() + ",calls,dispatches,participant_seconds,agent_seconds,tokens,cost\r\n";
        return lines.stream()
                .map(line -> Stream.of(
                                quoted(line.key()),
                                Long.toString(line.calls()),
                                Long.toString(line.dispatches()),
                                Long.toString(line.participantSeconds()),
                                Long.toString(line.agentSeconds()),
                                line.tokens() == null ? "" : line.tokens().toString(),
                                BigDecimal.valueOf(Money.micros(line.cost()), 6)
                                        .stripTrailingZeros()
                                        .toPlainString())
                        .collect(Collectors.joining(",", "", "\r\n")))
                .collect(Collectors.joining("", header, ""));
    }

    /** As RFC 4180 has it; a text that a spreadsheet would take for a formula is marked as a text. */
    private static String quoted(String text) {
        String safe = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return safe.matches("[A-Za-z0-9_.:' -]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}

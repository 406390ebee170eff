// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.api.budgets.ModelBudget;
import dev.stagedoor.api.budgets.ModelBudgetView;
import dev.stagedoor.api.tenants.BudgetWindow;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.claude.Profiles;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Budgets of models over HTTP: the tenant's, which only an operator sets, and each profile's, which the tenant sets. */
final class BudgetRoutes {
    private static final String TENANTS = "/api/v1/model-budget";
    private static final String PROFILES = "/api/v1/profiles/{profile}/budget";
    private static final double MILLIS = 1_000;
    private static final ModelBudgetView.Amounts NOTHING = new ModelBudgetView.Amounts(0, 0, 0, 0);

    private final Ledger ledger;
    private final Clock clock;

    /** Budgets that are kept beside that ledger. */
    BudgetRoutes(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** All of them. */
    List<Route<?>> all() {
        List<Route<?>> routes = new ArrayList<>(Route.alsoUnderTenant(List.of(
                Route.get(TENANTS, new Access.TenantScope(Scope.RUNS_READ))
                        .named("model_budget.get", "Show what all runs and leases may use of models, and have used")
                        .answers(ModelBudgetView.class)
                        .by(this::ofTenant),
                Route.get(PROFILES, new Access.TenantScope(Scope.PROFILES_READ))
                        .named(
                                "model_budget.get_profile",
                                "Show what runs and leases may use by a profile, and have used")
                        .answers(ModelBudgetView.class)
                        .by(this::ofProfile),
                Route.put(PROFILES, new Access.TenantScope(Scope.PROFILES_WRITE))
                        .named("model_budget.put_profile", "Limit what runs and leases may use by a profile")
                        .takes(ModelBudget.class)
                        .answers(ModelBudgetView.class)
                        .by(this::putProfile))));
        routes.add(Route.put("/api/v1/tenants/{tenant}/model-budget", new Access.OperatorOnly(Scope.TENANTS_WRITE))
                .named("model_budget.put", "Limit what all runs and leases of a tenant may use of models")
                .takes(ModelBudget.class)
                .answers(ModelBudgetView.class)
                .by((exchange, body) -> put(exchange, Account.TENANT, "model_budget.put", null, body)));
        return routes;
    }

    private Reply ofTenant(Exchange exchange) {
        return get(exchange, Account.TENANT, null);
    }

    private Reply ofProfile(Exchange exchange) {
        String profile = exchange.path("profile");
        return get(exchange, Account.ofProfile(profile), profile);
    }

    private Reply putProfile(Exchange exchange, ModelBudget body) {
        String profile = exchange.path("profile");
        return put(exchange, Account.ofProfile(profile), "model_budget.put_profile", profile, body);
    }

    private Reply get(Exchange exchange, String account, @Nullable String profile) {
        return Reply.ok(ledger.read(exchange.principal(), exchange.tenant(), tx -> {
            require(tx, profile);
            return view(BudgetStore.find(tx, account).map(found -> found.at(clock.instant())));
        }));
    }

    private static void require(Tx tx, @Nullable String profile) {
        if (profile != null) {
            Profiles.require(tx, profile);
        }
    }

    /** What was used in the window, and what calls hold, stays. */
    private Reply put(Exchange exchange, String account, String action, @Nullable String profile, ModelBudget body) {
        return Reply.ok(ledger.change(exchange.principal(), exchange.tenant(), change -> {
            require(change.tx(), profile);
            Limits limits = limits(body);
            Account before = BudgetStore.lock(change.tx(), List.of(account)).stream()
                    .findFirst()
                    .orElse(new Account(account, limits, Instant.EPOCH, Amounts.NONE, Amounts.NONE))
                    .at(change.now());
            Account after =
                    new Account(account, limits, Account.start(limits, change.now()), before.used(), before.held());
            BudgetStore.put(change.tx(), after);
            change.raiseEpoch();
            change.append(Draft.of(exchange.principal(), change.now(), action, account, Json.text(body)));
            return view(Optional.of(after));
        }));
    }

    private static Limits limits(ModelBudget given) {
        return new Limits(
                given.window() == BudgetWindow.HOUR ? Duration.ofHours(1) : Duration.ofDays(1),
                given.tokens(),
                Limits.micros(given.cost()),
                given.calls(),
                Limits.millis(given.seconds()),
                given.concurrency());
    }

    private static ModelBudgetView view(Optional<Account> found) {
        if (found.isEmpty()) {
            return new ModelBudgetView(null, null, NOTHING, NOTHING);
        }
        Account account = found.get();
        Limits limits = account.limits();
        ModelBudget shown = new ModelBudget(
                limits.window().equals(Duration.ofHours(1)) ? BudgetWindow.HOUR : BudgetWindow.DAY,
                limits.tokens(),
                limits.micros() == null ? null : Money.dollars(limits.micros()),
                limits.calls(),
                limits.millis() == null ? null : limits.millis() / 1_000,
                limits.open());
        return new ModelBudgetView(shown, account.start(), amounts(account.used()), amounts(account.held()));
    }

    private static ModelBudgetView.Amounts amounts(Amounts amounts) {
        return new ModelBudgetView.Amounts(
                amounts.tokens(), Money.dollars(amounts.micros()), amounts.calls(), amounts.millis() / MILLIS);
    }
}

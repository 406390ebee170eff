// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.models.LeaseUsage;
import dev.stagedoor.api.models.ModelLeaseAnswer;
import dev.stagedoor.api.models.NewModelLease;
import dev.stagedoor.api.models.RedeemModelLease;
import dev.stagedoor.budgets.Money;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Model leases and what they were used for, over HTTP. */
final class ModelLeaseRoutes {
    private static final Access LEASE = new Access.TenantScope(Scope.MODELS_LEASE);
    private static final Access READ = new Access.TenantScope(Scope.USAGE_READ);
    private static final String ROOT = "/api/v1/";
    private static final int MOST_ROWS = 1_000;
    private static final int USUAL_DAYS = 31;

    private final Foundation on;
    private final ModelLeases leases;
    private final Dispatches dispatches;
    private final WorkerProof proof;
    private final Meter meter;

    ModelLeaseRoutes(Foundation on, ModelLeases leases, Dispatches dispatches, WorkerProof proof, Meter meter) {
        this.on = on;
        this.leases = leases;
        this.dispatches = dispatches;
        this.proof = proof;
        this.meter = meter;
    }

    List<Route<?>> all() {
        List<Route<?>> routes = new ArrayList<>(Route.alsoUnderTenant(List.of(
                Route.post(ROOT + "agents/{slug}/model-lease", LEASE)
                        .named("model_lease.create", "Get a lease by which an agent's worker calls its model")
                        .takes(NewModelLease.class)
                        .answers(ModelLeaseAnswer.class)
                        .by(this::create),
                Route.delete(ROOT + "model-leases/{lease}", LEASE)
                        .named("model_lease.revoke", "Revoke a model lease; calls in progress end")
                        .by(this::revoke),
                Route.get(ROOT + "model-leases/usage", READ)
                        .named("model_lease.usage", "Show what agents' workers called through leases, by day")
                        .query("from", "to")
                        .answers(LeaseUsage.class)
                        .by(this::usage))));
        routes.add(Route.post(
                        ROOT + "tenants/{tenant}/model-leases/redeem",
                        new Access.Signed("livekit-agent", "Authorization", proof))
                .named("model_lease.redeem", "Get the lease of a dispatch, as its agent's worker")
                .takes(RedeemModelLease.class)
                .answers(ModelLeaseAnswer.class)
                .by(this::redeem));
        return routes;
    }

    private Reply create(Exchange exchange, NewModelLease body) {
        return issued(leases.issue(
                exchange.principal(),
                exchange.tenant(),
                new ModelLeases.Wanted(
                        exchange.path("slug"),
                        body.userId() == null ? "" : body.userId(),
                        body.profileId(),
                        body.ttl() == null ? null : Duration.ofSeconds(body.ttl()),
                        "")));
    }

    private static Reply issued(ModelLeases.Issued issued) {
        ModelLease lease = issued.lease();
        return Reply.createdSecret(new ModelLeaseAnswer(
                lease.id(),
                issued.text().revealText(),
                MessageRoutes.BASE,
                lease.subject().agent(),
                lease.subject().model(),
                lease.subject().profileId(),
                lease.life().expiresAt()));
    }

    private Reply revoke(Exchange exchange) {
        leases.revoke(exchange.principal(), exchange.tenant(), exchange.path("lease"));
        return Reply.nothing();
    }

    /** Only for the agent of that very dispatch, while it may be in its room, and only if its definition asks for it. */
    private Reply redeem(Exchange exchange, RedeemModelLease body) {
        Snapshot snapshot = on.snapshots().of(exchange.tenant());
        WorkerProof.Worker worker =
                proof.worker(snapshot, exchange.header("authorization").orElse(""));
        if (!body.dispatchId().matches("dsp_[0-9a-z]{26}")) {
            throw Problem.notFound("dispatch");
        }
        Dispatch dispatch = dispatches.get(exchange.principal(), exchange.tenant(), new DispatchId(body.dispatchId()));
        String agent = dispatch.spec().target().agentSlug();
        boolean other = dispatch.joined() != null && !worker.identity().equals(dispatch.joined());
        if (!isLive(exchange, dispatch) || other || agent == null || !isOf(worker, dispatch)) {
            throw Problem.notFound("dispatch");
        }
        boolean asks = snapshot.get(Agents.AGENT, agent)
                .map(one -> one.persona().modelLease())
                .orElse(false);
        if (!asks) {
            throw Problem.of(ErrorCode.FORBIDDEN, "The agent's definition does not ask for a model lease.");
        }
        return issued(leases.issue(
                exchange.principal(),
                exchange.tenant(),
                new ModelLeases.Wanted(agent, "", null, null, body.dispatchId())));
    }

    /** Not from the moment that somebody has asked to end it. */
    private boolean isLive(Exchange exchange, Dispatch dispatch) {
        DispatchSpec spec = dispatch.spec();
        return on.ledger()
                .read(exchange.principal(), exchange.tenant(), tx -> Dispatches.live(tx, spec.room(), spec.agentName()))
                .filter(live -> live.id().equals(dispatch.id()))
                .isPresent();
    }

    private static boolean isOf(WorkerProof.Worker worker, Dispatch dispatch) {
        return worker.room().equals(dispatch.spec().room())
                && worker.credentialVersion() == dispatch.spec().credentialVersion();
    }

    private Reply usage(Exchange exchange) {
        meter.store();
        LocalDate today = LocalDate.ofInstant(on.clock().instant(), ZoneOffset.UTC);
        LocalDate to = day(exchange, "to", today);
        LocalDate from = day(exchange, "from", to.minusDays(USUAL_DAYS));
        List<Map.Entry<Meter.Account, Meter.Sum>> rows = on.ledger()
                .read(exchange.principal(), exchange.tenant(), tx -> ModelUsageStore.between(tx, from, to, MOST_ROWS));
        return Reply.ok(new LeaseUsage(
                rows.stream().map(row -> row(row.getKey(), row.getValue())).toList()));
    }

    private static LocalDate day(Exchange exchange, String name, LocalDate usual) {
        try {
            return exchange.query(name).map(LocalDate::parse).orElse(usual);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(name, "must be a day, such as 2026-03-01");
        }
    }

    private static LeaseUsage.Row row(Meter.Account account, Meter.Sum sum) {
        return new LeaseUsage.Row(
                account.day().toString(),
                account.agent(),
                account.profileId(),
                account.model(),
                sum.calls(),
                sum.tokens().input(),
                sum.tokens().output(),
                sum.tokens().cacheWritten(),
                sum.tokens().cacheRead(),
                Money.dollars(sum.micros()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.api.audit.AuditEntryList;
import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The routes of the audit log. An operator key without a tenant reads the platform's own chain. */
final class AuditRoutes {
    private static final String OWN = "/api/v1/audit";
    private static final String TENANTS = "/api/v1/tenants/{tenant}/audit";
    private static final String DELETED = "/api/v1/deleted-tenants/{id}/audit";
    private static final String NDJSON = "application/x-ndjson";
    private static final Access READ = new Access.TenantScope(Scope.AUDIT_READ);
    private static final Access OPERATOR_READ = new Access.OperatorOnly(Scope.AUDIT_READ);

    private final AuditTrail trail;

    AuditRoutes(AuditTrail trail) {
        this.trail = trail;
    }

    List<Route<?>> routes() {
        return List.of(
                list("audit.list", OWN, READ, AuditRoutes::own),
                list("audit.list", TENANTS, READ, Exchange::tenant),
                list("audit.list_deleted", DELETED, OPERATOR_READ, AuditRoutes::deleted),
                head("audit.head", OWN, READ, AuditRoutes::own),
                head("audit.head", TENANTS, READ, Exchange::tenant),
                head("audit.head_deleted", DELETED, OPERATOR_READ, AuditRoutes::deleted));
    }

    /** A chain outlives its tenant. The path names it by id, since no living tenant has its slug. */
    private static TenantId deleted(Exchange exchange) {
        try {
            return new TenantId(exchange.path("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("tenant");
        }
    }

    private static TenantId own(Exchange exchange) {
        return exchange.principal() instanceof Principal.Operator ? TenantId.PLATFORM : exchange.tenant();
    }

    private Route<NoBody> list(String action, String path, Access access, Function<Exchange, TenantId> tenant) {
        return Route.get(path, access)
                .named(action, "List the audit log, or export it as JSON Lines with format=jsonl")
                .answers(AuditEntryList.class)
                .answers(new Answer.Media(NDJSON))
                .query("limit", "after", "order", "action", "actor", "target", "from", "to", "format")
                .by(exchange -> list(exchange, tenant.apply(exchange)));
    }

    private Route<NoBody> head(String action, String path, Access access, Function<Exchange, TenantId> tenant) {
        return Route.get(path + "/head", access)
                .named(action, "Get the current head of the audit chain")
                .answers(AuditHead.class)
                .by(exchange -> head(exchange, tenant.apply(exchange)));
    }

    private Reply head(Exchange exchange, TenantId tenant) {
        Head head = trail.head(exchange.principal(), tenant);
        return Reply.ok(new AuditHead(tenant.value(), head.seq(), head.hash().toString()));
    }

    private Reply list(Exchange exchange, TenantId tenant) {
        AuditQuery query = query(exchange);
        if (wantsLines(exchange)) {
            // Access is checked here, where a stale epoch is still retried; the lines are written after the handler.
            trail.head(exchange.principal(), tenant);
            Principal reader = exchange.principal().settled();
            return new Reply.Lines(
                    200,
                    NDJSON,
                    lines -> trail.export(reader, tenant, query, entry -> lines.accept(ExportedChain.line(entry))));
        }
        Page<Entry> page = trail.list(exchange.principal(), tenant, query, exchange.page());
        return Reply.ok(new AuditEntryList(page.map(ExportedChain::wire).items(), page.next()));
    }

    private static AuditQuery query(Exchange exchange) {
        return new AuditQuery(
                exchange.query("action").orElse(null),
                exchange.query("actor").orElse(null),
                exchange.query("target").orElse(null),
                exchange.time("from").orElse(null),
                exchange.time("to").orElse(null),
                oneOf(exchange, "order", "desc", "asc").equals("asc"));
    }

    private static boolean wantsLines(Exchange exchange) {
        boolean accepted = exchange.header("Accept")
                .map(accept -> accept.toLowerCase(Locale.ROOT).contains(NDJSON))
                .orElse(false);
        return oneOf(exchange, "format", accepted ? "jsonl" : "json", accepted ? "json" : "jsonl")
                .equals("jsonl");
    }

    private static String oneOf(Exchange exchange, String name, String usual, String other) {
        String value = exchange.query(name).orElse(usual);
        if (!value.equals(usual) && !value.equals(other)) {
            throw Problem.invalid(name, "must be " + usual + " or " + other);
        }
        return value;
    }
}

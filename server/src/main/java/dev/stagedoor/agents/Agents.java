// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The door to a tenant's agents. */
public final class Agents {
    /** The facet that finds an agent by its slug. */
    public static final Facet<String, Optional<Agent>> AGENT = new Facet<>("agent", AgentStore::find);

    /** The facet that finds the first enabled agent, by slug, with a LiveKit {@code agent_name}. */
    public static final Facet<String, Optional<Agent>> NAMED = new Facet<>("agent named", AgentStore::named);

    /** The facet with the slugs of the enabled agents, the first 200. */
    public static final Facet<TenantId, List<String>> ENABLED =
            new Facet<>("enabled agents", (tx, tenant) -> AgentStore.enabled(tx, 200));

    private static final Pattern SLUG = Pattern.compile(AgentDefinition.SLUG);

    private final Ledger ledger;

    private final Idempotency idempotency;

    Agents(Ledger ledger, Idempotency idempotency) {
        this.ledger = ledger;
        this.idempotency = idempotency;
    }

    /** The tenant's agent that a request names in {@code agent_slug}. */
    public static Agent required(Snapshot snapshot, String slug) {
        return snapshot.get(AGENT, slug)
                .orElseThrow(() -> Problem.invalid("agent_slug", "is not one of the tenant's agents"));
    }

    /** The agents of the tenant, by slug. */
    public Page<Agent> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> AgentStore.list(tx, page));
    }

    /** One agent; {@code not_found} if the tenant has none with that slug. */
    public Agent get(Principal by, TenantId tenant, String slug) {
        return ledger.read(by, tenant, tx -> AgentStore.find(tx, slug)).orElseThrow(Agents::unknown);
    }

    /** Creates an agent; {@code conflict} if the slug is in use. */
    public Agent create(Principal by, TenantId tenant, String slug, AgentSpec spec, Optional<IdempotencyKey> key) {
        requireSlug(slug);
        return idempotency.once(
                by,
                tenant,
                key,
                change -> new Made<>(create(by, change, slug, spec), Map.of("agent", slug)),
                ids -> get(by, tenant, slug));
    }

    private static Agent create(Principal by, ChangeTx change, String slug, AgentSpec spec) {
        if (AgentStore.find(change.tx(), slug).isPresent()) {
            throw Problem.of(ErrorCode.CONFLICT, "An agent with this slug already exists.")
                    .field("slug", "is already used");
        }
        return write(by, change, spec.agent(slug, new Agent.Times(change.now(), change.now())), "agent.create");
    }

    /** Creates the agent with that slug, or replaces it. */
    public Agent put(Principal by, TenantId tenant, String slug, AgentSpec spec) {
        requireSlug(slug);
        return ledger.change(by, tenant, change -> {
            Optional<Agent> before = AgentStore.find(change.tx(), slug);
            Instant created = before.map(agent -> agent.times().createdAt()).orElse(change.now());
            Agent agent = spec.agent(slug, new Agent.Times(created, change.now()));
            return write(by, change, agent, "agent.update");
        });
    }

    /** Deletes the agent; calls in progress keep it. */
    public void delete(Principal by, TenantId tenant, String slug) {
        ledger.changing(by, tenant, change -> {
            if (!AgentStore.delete(change.tx(), slug)) {
                throw unknown();
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "agent.delete", slug, "{}"));
        });
    }

    private static Agent write(Principal by, ChangeTx change, Agent agent, String action) {
        // An operator may still be at it when the tenant is deleted: nothing is written into what was erased.
        Tenants.living(change.tx());
        AgentStore.put(change.tx(), agent);
        // A call says what its agent says, prompt and all, and a new agent can be the first of its agent_name.
        change.raiseEpoch();
        String detail = Json.text(Map.of("agent_name", agent.agentName(), "enabled", agent.enabled()));
        change.append(Draft.of(by, change.now(), action, agent.slug(), detail));
        // As stored: the database's timestamps are coarser than the clock's.
        return AgentStore.find(change.tx(), agent.slug()).orElseThrow();
    }

    private static void requireSlug(String slug) {
        if (!SLUG.matcher(slug).matches()) {
            throw Problem.invalid("slug", AgentDefinition.SLUG_IN_WORDS);
        }
    }

    private static Problem unknown() {
        return Problem.notFound("agent");
    }
}

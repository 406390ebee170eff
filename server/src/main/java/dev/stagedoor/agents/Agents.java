package dev.stagedoor.agents;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Facet;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to a tenant's agents. */
public final class Agents {
    /** The longest agent_name, in bytes, as for every name sent to LiveKit. */
    private static final int LONGEST_NAME = 256;

    /** The agent of that slug, as a part of the tenant's snapshot. */
    public static final Facet<String, Optional<Agent>> AGENT = new Facet<>("agent", AgentStore::find);

    /** The first enabled agent, by slug, of that LiveKit {@code agent_name}, as a part of the tenant's snapshot. */
    public static final Facet<String, Optional<Agent>> NAMED = new Facet<>("agent named", AgentStore::named);

    private static final int MAX_CALL_MINUTES = 60;

    private final Ledger ledger;

    private final Idempotency idempotency;

    /** Agents kept under the ledger. */
    public Agents(Ledger ledger, Idempotency idempotency) {
        this.ledger = ledger;
        this.idempotency = idempotency;
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
    public Agent create(Principal by, TenantId tenant, AgentDefinition definition, Optional<IdempotencyKey> key) {
        String slug = definition.slug();
        if (slug == null) {
            throw Problem.invalid("slug", "is required");
        }
        return idempotency.once(
                by,
                tenant,
                key,
                change -> new Made<>(create(by, change, slug, definition), Map.of("agent", slug)),
                ids -> get(by, tenant, slug));
    }

    private static Agent create(Principal by, ChangeTx change, String slug, AgentDefinition definition) {
        if (AgentStore.find(change.tx(), slug).isPresent()) {
            throw Problem.of(ErrorCode.CONFLICT, "An agent with this slug already exists.")
                    .field("slug", "is already used");
        }
        return write(by, change, agent(slug, definition, change.now(), change.now()), "agent.create");
    }

    /** Creates the agent with that slug, or replaces it. */
    public Agent put(Principal by, TenantId tenant, String slug, AgentDefinition definition) {
        if (definition.slug() != null && !definition.slug().equals(slug)) {
            throw Problem.invalid("slug", "must match the path; an agent cannot be renamed");
        }
        if (!slug.matches(AgentDefinition.SLUG)) {
            throw Problem.invalid("slug", "must be 1 to 64 lower-case letters, digits and hyphens");
        }
        return ledger.change(by, tenant, change -> {
            Optional<Agent> before = AgentStore.find(change.tx(), slug);
            Instant created = before.map(agent -> agent.times().createdAt()).orElse(change.now());
            Agent agent = agent(slug, definition, created, change.now());
            if (before.isPresent() && agent.altersGrants(before.get())) {
                change.raiseEpoch();
            }
            return write(by, change, agent, "agent.update");
        });
    }

    /** Deletes the agent; calls in progress keep theirs. */
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
        AgentStore.put(change.tx(), agent);
        String detail = Json.text(Map.of("agent_name", agent.agentName(), "enabled", agent.enabled()));
        change.append(Draft.of(by, change.now(), action, agent.slug(), detail));
        // As stored: the database's times are coarser than the clock's.
        return AgentStore.find(change.tx(), agent.slug()).orElseThrow();
    }

    private static Agent agent(String slug, AgentDefinition definition, Instant created, Instant now) {
        return new Agent(
                slug,
                definition.name(),
                PlainText.checked("agent_name", definition.agentName(), LONGEST_NAME),
                new Agent.Persona(
                        definition.systemPrompt(),
                        definition.model(),
                        definition.voice(),
                        Objects.requireNonNullElse(definition.tools(), List.of())),
                Duration.ofMinutes(minutes(definition)),
                !Boolean.FALSE.equals(definition.enabled()),
                new Agent.Times(created, now));
    }

    private static int minutes(AgentDefinition definition) {
        @Nullable
        Integer given = definition.limits() == null ? null : definition.limits().maxCallMinutes();
        return given == null ? MAX_CALL_MINUTES : given;
    }

    private static Problem unknown() {
        return Problem.notFound("agent");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.telephony.TrunkRequest;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.numbers.PhoneNumber;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Proposal;
import dev.stagedoor.vault.PutCredential;
import dev.stagedoor.vault.Vault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to numbers' trunks. */
public final class Trunks {
    private final Foundation on;
    private final Projects projects;
    private final Vault vault;
    private final Writer writer;

    /** With the tenants' own projects and credentials. */
    public Trunks(Foundation on, Projects projects, Vault vault) {
        this.on = on;
        this.projects = projects;
        this.vault = vault;
        this.writer = new Writer(on, projects);
    }

    /** The routes. */
    public List<Route<?>> routes() {
        return new TrunkRoutes(this).all();
    }

    /** A deleted tenant has none; what is in its project is its own, and the key to it is gone. */
    public static void deleteAll(Tx tx) {
        TrunkStore.deleteAll(tx);
    }

    /**
     * A trunk, and how it stands.
     *
     * @param wanted   what it has to be; empty if nothing of it may be in the project now
     * @param drift    what differs; null if it was not compared
     * @param password what was just generated
     */
    record Shown(
            Trunk trunk,
            Optional<Wanted> wanted,
            @Nullable List<String> drift,
            @Nullable Secret password) {}

    /**
     * Writes a number's trunk and dispatch rule to the tenant's project; again, it repairs whatever differs.
     *
     * @throws Problem {@code not_found}, or {@code conflict} if the number is not confirmed or another trunk of the project has
     *     it; {@code invalid_request} naming the field
     */
    Shown provision(Principal by, TenantId tenant, String number, TrunkRequest request) {
        requireActive(by, tenant, number);
        Trunk wished = wished(by, tenant, number, request);
        Secret generated = wished.password() && !hasLogin(tenant, number) ? generate(by, tenant, number) : null;
        Trunk trunk = on.ledger().change(by.settled(), tenant, change -> {
            // This request writes it now; a job that looked at the same time would have it be refused.
            TrunkStore.put(change.tx(), wished, change.now(), change.now().plus(Writer.LEASE));
            String detail = Json.text(Map.of("password", wished.password(), "addresses", wished.addresses()));
            change.append(Draft.of(by, change.now(), "number.provision", number, detail));
            return TrunkStore.find(change.tx(), number).orElseThrow();
        });
        writer.write(by.settled(), tenant, trunk, wanted(tenant, trunk));
        Shown shown = show(by.settled(), tenant, number);
        return new Shown(shown.trunk(), shown.wanted(), shown.drift(), generated);
    }

    private void requireActive(Principal by, TenantId tenant, String number) {
        Snapshot snapshot = on.snapshots().of(tenant);
        Optional<PhoneNumber> active = on.snapshots().judge(snapshot, () -> Numbers.active(snapshot, number));
        if (active.isEmpty()) {
            on.ledger().read(by, tenant, tx -> Numbers.required(tx, number));
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "Nobody has confirmed yet that the number is the tenant's: ask an operator to.");
        }
    }

    private Trunk wished(Principal by, TenantId tenant, String number, TrunkRequest request) {
        Optional<Trunk> before = find(by, tenant, number);
        boolean password = Objects.requireNonNullElse(
                request.password(), before.map(Trunk::password).orElse(true));
        List<String> addresses = request.allowedAddresses() == null
                ? before.map(Trunk::addresses).orElse(List.of())
                : Addresses.required("allowed_addresses", request.allowedAddresses());
        if (!password && addresses.isEmpty()) {
            throw Problem.invalid("allowed_addresses", "are needed without a password: otherwise anybody can call in");
        }
        Trunk.Sip was = before.map(Trunk::sip).orElse(new Trunk.Sip("", false));
        Trunk.Sip sip = new Trunk.Sip(
                Objects.requireNonNullElse(request.sipHost(), was.host()),
                request.sipTransport() == null
                        ? was.tls()
                        : request.sipTransport().equals("tls"));
        return new Trunk(number, password, addresses, sip, Optional.empty());
    }

    private boolean hasLogin(TenantId tenant, String number) {
        return on.snapshots()
                .current(tenant, snapshot -> login(snapshot, number).isPresent());
    }

    private Secret generate(Principal by, TenantId tenant, String number) {
        Proposal generated = TrunkKind.generated(number);
        vault.put(by.settled(), tenant, new PutCredential(TrunkKind.ref(number), generated, false));
        return generated.secret();
    }

    private Optional<Trunk> find(Principal by, TenantId tenant, String number) {
        return on.ledger().read(by, tenant, tx -> TrunkStore.find(tx, number));
    }

    private Optional<OpenCredential> login(Snapshot snapshot, String number) {
        return snapshot.get(vault.active(), TrunkKind.ref(number));
    }

    /**
     * Where a carrier takes a call to the number.
     *
     * @param host of the tenant's LiveKit SIP, maybe with a port
     */
    public record Entry(String host, boolean tls, String username, Secret password) {}

    /** Where a carrier takes a call to the number; empty if the number has no trunk that a carrier can log in to. */
    public Optional<Entry> entry(Principal by, TenantId tenant, String number) {
        Optional<Trunk> trunk =
                find(by, tenant, number).filter(one -> one.written().isPresent());
        return on.snapshots().current(tenant, snapshot -> {
            Optional<OpenCredential> login = login(snapshot, number);
            if (trunk.isEmpty() || login.isEmpty()) {
                return Optional.empty();
            }
            Trunk.Sip sip = trunk.get().sip();
            String host = sip.host().isEmpty() ? projects.active(snapshot).url().host() : sip.host();
            return Optional.of(new Entry(
                    host, sip.tls(), TrunkKind.username(number), login.get().secret()));
        });
    }

    /** How the trunk stands, compared with what the project has. */
    Shown show(Principal by, TenantId tenant, String number) {
        Trunk trunk = find(by, tenant, number).orElseThrow(Trunks::unknown);
        Optional<Wanted> wanted = wanted(tenant, trunk);
        return new Shown(trunk, wanted, writer.drift(tenant, trunk, wanted), null);
    }

    /** Takes trunk and rule out of the project; the number stays the tenant's. */
    void withdraw(Principal by, TenantId tenant, String number) {
        Trunk trunk = find(by, tenant, number).orElseThrow(Trunks::unknown);
        writer.write(by.settled(), tenant, trunk, Optional.empty());
        on.ledger().changing(by.settled(), tenant, change -> {
            forget(by, change, number);
            change.append(Draft.of(by, change.now(), "number.withdraw", number, "{}"));
        });
    }

    /** What the trunk has to be; empty if the tenant is suspended, the number not theirs, or its agent may not be used. */
    Optional<Wanted> wanted(TenantId tenant, Trunk trunk) {
        return on.snapshots().current(tenant, snapshot -> {
            Tenant known = snapshot.get(Tenants.TENANT, tenant);
            if (known.status() != TenantStatus.ACTIVE) {
                return Optional.empty();
            }
            Optional<OpenCredential> login = trunk.password() ? login(snapshot, trunk.number()) : Optional.empty();
            boolean open = !trunk.password() || login.isPresent();
            return Numbers.active(snapshot, trunk.number())
                    .filter(number -> open)
                    .flatMap(number -> snapshot.get(Agents.AGENT, number.agentSlug()))
                    .filter(Agent::enabled)
                    .filter(agent -> known.policy().allowsAgent(agent.slug()))
                    .map(agent -> new Wanted(known.slug(), agent, trunk, login));
        });
    }

    /** How the names of the rooms begin that the snapshot's tenant's rules make. */
    public static String rooms(Snapshot snapshot) {
        return Wanted.prefix(snapshot.get(Tenants.TENANT, snapshot.tenant()).slug()) + '_';
    }

    /**
     * Who answers a number's calls now.
     *
     * @param metadata of the agent, as the rule gives it
     */
    public record Answering(Agent agent, String metadata) {}

    /** Who answers the number's calls; empty if nobody may now. */
    public Optional<Answering> answering(TenantId tenant, Trunk trunk) {
        return wanted(tenant, trunk).map(one -> new Answering(one.agent(), one.metadata()));
    }

    /** The carrier says that a call to the number is on its way: looks for it soon, if the number has a trunk. */
    public static void expect(Tx tx, String number, Instant at) {
        TrunkStore.lookSoon(tx, number, at);
    }

    /** Writes what has changed: another agent, another name of it, a suspension, a release. */
    void reconcile(Principal.SystemJob by, TenantId tenant, Trunk trunk) {
        Optional<Wanted> wanted = wanted(tenant, trunk);
        String now = wanted.map(Wanted::fingerprint).orElse("");
        String before = trunk.written().map(Trunk.Written::fingerprint).orElse("");
        if (!now.equals(before)) {
            writer.write(by, tenant, trunk, wanted);
        }
        boolean released = on.ledger()
                .read(by, tenant, tx -> Numbers.find(tx, trunk.number()))
                .isEmpty();
        if (released) {
            on.ledger().changing(by, tenant, change -> forget(by, change, trunk.number()));
        }
    }

    private void forget(Principal by, ChangeTx change, String number) {
        TrunkStore.delete(change.tx(), number);
        vault.revokeAll(by, change, TrunkKind.ref(number));
    }

    private static Problem unknown() {
        return Problem.notFound("trunk of that number");
    }
}

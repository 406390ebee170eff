// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The door to the tenants' LiveKit projects. */
public final class Projects {
    private static final int MOST_GUARDS = 20_000;
    private static final Duration GUARD_UNUSED = Duration.ofHours(1);

    private final Principal by = new Principal.SystemJob("projects", "projects");
    private final Vault vault;
    private final Snapshots snapshots;
    private final LiveKitClient client;
    private final Facet<CredentialRef, Optional<Opened>> active;
    private final Facet<Long, Optional<Opened>> version;
    private final Facet<Long, Optional<List<Long>>> keysToServer;
    private final Facet<CredentialRef, List<Credential>> usableVersions;
    private final Clock clock;
    private final LiveKitMeters meters;
    private final Cache<Place, TenantGuard> guards = Caffeine.newBuilder()
            .maximumSize(MOST_GUARDS)
            .expireAfterAccess(GUARD_UNUSED)
            .build();

    private final Cache<Version, Rest> rests = Caffeine.newBuilder()
            .maximumSize(MOST_GUARDS)
            .expireAfterAccess(GUARD_UNUSED)
            .build();

    /** A version of a tenant's credential, beside the newest one. */
    private record Version(TenantId tenant, long number, long newest) {}

    /** A tenant's server: when it moves to another, the old one's open breaker must not block the new one. */
    private record Place(TenantId tenant, ServerUrl url) {}

    /** Projects by the vault's credentials; {@code client} goes only where it may. */
    public Projects(Vault vault, Snapshots snapshots, LiveKitClient client, Clock clock, MeterRegistry meters) {
        this.meters = new LiveKitMeters(meters);
        this.vault = vault;
        this.snapshots = snapshots;
        this.client = client;
        this.clock = clock;
        this.active = new Facet<>(
                "active project",
                (tx, ref) -> vault.active().load().apply(tx, ref).map(credential -> Opened.of(credential, clock)));
        this.version = new Facet<>(
                "project version",
                (tx, number) -> vault.version()
                        .load()
                        .apply(tx, LiveKitKind.PROJECT.version(number))
                        .map(credential -> Opened.of(credential, clock)));
        this.usableVersions = new Facet<>("usable projects", vault::usable);
        this.keysToServer = new Facet<>("keys to a server", this::keysToServer);
    }

    /**
     * Which versions open the server of that one: itself if it is usable, and the newest other one. Not cached where there
     * are none.
     */
    private Optional<List<Long>> keysToServer(Tx tx, long number) {
        List<Credential> ofServer = vault.usable(tx, LiveKitKind.PROJECT).stream()
                .filter(one -> areOfOneServer(tx, one.version(), number))
                .toList();
        Stream<Credential> itself = ofServer.stream().filter(one -> one.version() == number);
        Stream<Credential> newest =
                ofServer.stream().filter(one -> one.version() != number).limit(1);
        return Optional.of(
                        Stream.concat(itself, newest).map(Credential::version).toList())
                .filter(keys -> !keys.isEmpty());
    }

    /** Whether two versions, in whatever state, name the same server, by its canonical URL. */
    public boolean areOfOneServer(Tx tx, long one, long other) {
        return one == other
                || server(tx, one).filter(server(tx, other).orElse("")::equals).isPresent();
    }

    /** The server that a version, in whatever state, names, as {@link Project#server}. */
    public Optional<String> server(Tx tx, long number) {
        return vault.find(tx, LiveKitKind.PROJECT.version(number))
                .map(credential -> credential.attributes().get(LiveKitProject.SERVER_URL));
    }

    /**
     * The projects of the server that the version names: by that version, unless it was revoked, and by the newest other
     * one of the same server; empty if there is neither. Only to look, to take back, to remove people and to close rooms:
     * what is sent or signed for a call goes by the call's own version (I2, D7).
     */
    public List<Project> reaching(TenantId tenant, long number) {
        return snapshots.current(
                tenant,
                snapshot -> snapshot.get(keysToServer, number).orElse(List.of()).stream()
                        .flatMap(key -> snapshot.get(version, key).stream())
                        .map(opened -> project(snapshot, opened))
                        .toList());
    }

    /**
     * Asks the server that the version names, by another version of the same server if LiveKit rejects that one.
     *
     * @throws Problem {@code credential_missing} if no version opens it any more; there is no other fallback (I3)
     */
    public <T> T reached(TenantId tenant, long number, Function<Project, T> call) {
        List<Project> keys = reaching(tenant, number);
        if (keys.isEmpty()) {
            throw LiveKitKind.PROJECT.missing();
        }
        return byAnyOf(keys, call);
    }

    /** As {@link #reached}, for work that nobody waits for: {@link Project#inBackground}. */
    public <T> T reachedInBackground(TenantId tenant, long number, Function<Project, T> call) {
        return reached(tenant, number, project -> call.apply(project.inBackground()));
    }

    /** The call by the first of these keys of one server that LiveKit does not reject; the last one's failure if it rejects all. */
    public static <K, T> T byAnyOf(List<K> keys, Function<K, T> call) {
        for (K key : keys.subList(0, keys.size() - 1)) {
            try {
                return call.apply(key);
            } catch (RuntimeException failed) {
                if (!LiveKitProblems.isRejection(failed.getCause())) {
                    throw failed;
                }
            }
        }
        return call.apply(keys.getLast());
    }

    /**
     * The tenant's project by its active credential.
     *
     * @throws Problem {@code credential_missing}; there is no fallback (I3)
     */
    public Project active(Snapshot snapshot) {
        return snapshot.get(active, LiveKitKind.PROJECT)
                .map(opened -> project(snapshot, opened))
                .orElseThrow(LiveKitKind.PROJECT::missing);
    }

    /** The tenant's project by that version; {@code credential_missing} if it was revoked or has been drained. */
    public Project version(TenantId tenant, long number) {
        return snapshots.current(tenant, snapshot -> version(snapshot, number));
    }

    /** As {@link #version(TenantId, long)}, as a part of that snapshot. */
    public Project version(Snapshot snapshot, long number) {
        return snapshot.get(version, number)
                .map(opened -> project(snapshot, opened))
                .orElseThrow(LiveKitKind.PROJECT::missing);
    }

    /** Whether more than one version may be in use: only then can a room's call have another one than the active. */
    public boolean hasSeveral(Snapshot snapshot) {
        return snapshot.get(usableVersions, LiveKitKind.PROJECT).size() > 1;
    }

    /** Whether that version is the active one. */
    public boolean isActive(Snapshot snapshot, long number) {
        return snapshot.get(active, LiveKitKind.PROJECT)
                .filter(opened -> opened.version() == number)
                .isPresent();
    }

    /** In a change of the tenant: that version signed a token that lasts until then, and drains no earlier. */
    public void signed(Tx tx, long number, Instant until) {
        vault.drainsNoEarlier(tx, LiveKitKind.PROJECT.version(number), until.plus(LiveKitKind.AFTER_LAST_EXPIRY));
    }

    /** Whether that version may still be used for what names it. */
    public boolean usable(Snapshot snapshot, long number) {
        return snapshot.get(version, number).isPresent();
    }

    /** The same, as the tenant was at that epoch or later: for jobs. */
    public boolean usable(TenantId tenant, long number, long epoch) {
        snapshots.dropUpTo(tenant, epoch - 1);
        return snapshots.current(tenant, snapshot -> usable(snapshot, number));
    }

    /**
     * The servers that something may still be on, also of a suspended tenant: each by all versions that open it, the newest
     * first, for {@link #byAnyOf}; empty if it has none. For work that nobody waits for.
     */
    public List<List<Project>> servers(TenantId tenant) {
        List<Long> versions = versions(tenant);
        Map<String, List<Project>> byServer = snapshots.current(
                tenant,
                snapshot -> versions.stream()
                        .flatMap(number -> snapshot.get(version, number).stream())
                        .map(opened -> project(snapshot, opened).inBackground())
                        .collect(Collectors.groupingBy(Project::server, LinkedHashMap::new, Collectors.toList())));
        return List.copyOf(byServer.values());
    }

    /**
     * What a token proves to this tenant.
     *
     * @param by the version of the credential that signed it; 0 if none is known to
     */
    public record Proven(Verification verdict, long by) {}

    /** What a token proves to this tenant: its {@code iss} names candidates, the signature decides. */
    public Proven verify(Snapshot snapshot, String jwt) {
        String issuer = TokenVerifier.claimedKeyId(jwt).orElse("");
        Verification verdict =
                new Verification.Rejected(Verification.Reason.ISSUER, "the token names no API key of this tenant");
        for (long number : versions(snapshot.tenant())) {
            Optional<Opened> candidate = snapshot.get(version, number)
                    .filter(opened -> opened.wire().signer().keyId().equals(issuer));
            if (candidate.isPresent()) {
                verdict = candidate.get().verifier().verify(jwt);
            }
            if (verdict instanceof Verification.Accepted) {
                return new Proven(verdict, number);
            }
        }
        return new Proven(verdict, 0);
    }

    /** Whether a webhook is of the tenant's LiveKit: one of the versions in use signed it, and this body. */
    public boolean signed(Snapshot snapshot, String authorization, byte[] body) {
        return snapshot.get(usableVersions, LiveKitKind.PROJECT).stream()
                .flatMap(credential -> snapshot.get(version, credential.version()).stream())
                .anyMatch(opened ->
                        opened.webhooks().verify(authorization, body) instanceof WebhookVerifier.Result.Genuine);
    }

    /** The active version of the tenant's project, as that transaction sees it. */
    public Optional<Credential> activeVersion(Tx tx) {
        return vault.active(tx, LiveKitKind.PROJECT);
    }

    /** The tenant has no active project: there is no fallback (I3). */
    public static Problem missing() {
        return LiveKitKind.PROJECT.missing();
    }

    /** Whether that version's server is one that several tenants use: its key opens the others' rooms as well (I1). */
    public static boolean isShared(Tx tx, Credential project) {
        String url = project.attributes().get(LiveKitProject.SERVER_URL);
        return url != null && SharedServerStore.isShared(tx, url);
    }

    /**
     * What an agent's worker needs of the tenant's project by that version: LiveKit's own variables.
     *
     * @throws Problem {@code credential_missing} if it was revoked or has been drained
     */
    public Map<String, Secret> forWorkers(TenantId tenant, long number) {
        OpenCredential opened = snapshots.current(
                tenant,
                snapshot -> snapshot.get(vault.version(), LiveKitKind.PROJECT.version(number))
                        .orElseThrow(LiveKitKind.PROJECT::missing));
        LiveKitProject project = LiveKitProject.of(opened);
        return Map.of(
                "LIVEKIT_URL", Secret.of(project.serverUrl().ws()),
                "LIVEKIT_API_KEY", Secret.of(project.apiKey()),
                "LIVEKIT_API_SECRET", project.apiSecret());
    }

    private List<Long> versions(TenantId tenant) {
        return vault.usable(by, tenant, LiveKitKind.PROJECT).stream()
                .map(Credential::version)
                .toList();
    }

    private Project project(Snapshot snapshot, Opened opened) {
        String slug = snapshot.get(Tenants.TENANT, snapshot.tenant()).slug();
        Place place = new Place(snapshot.tenant(), opened.wire().url());
        TenantGuard guard =
                guards.get(place, key -> new TenantGuard(key.tenant().value(), clock, meters));
        Version asked = new Version(snapshot.tenant(), opened.version(), newest(snapshot, opened.version()));
        Rest rest = rests.get(asked, key -> new Rest(clock));
        return new Project(slug, opened, client, new Line(guard, rest, false));
    }

    private long newest(Snapshot snapshot, long number) {
        return snapshot.get(usableVersions, LiveKitKind.PROJECT).stream()
                .mapToLong(Credential::version)
                .max()
                .orElse(number);
    }
}

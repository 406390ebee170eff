// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.access.ApiKeys;
import dev.stagedoor.access.CurrentState;
import dev.stagedoor.access.JointChange;
import dev.stagedoor.access.KeyHash;
import dev.stagedoor.access.TokenDirectory;
import dev.stagedoor.access.TokenText;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The door to app users' sessions. */
public final class Sessions {
    private static final Facet<String, Optional<Session>> SESSION = Facet.ofMany("session", SessionStore::findAll);

    private static final TokenText TEXT = new TokenText("sd_ses_");

    /** How many sessions a node knows the tenants of. */
    private static final int MOST = 200_000;

    /** How long a session that has ended is still listed. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** A token that was replaced works so long yet, for requests that were under way. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(30);

    /** A client cannot have its token replaced more often: each one is remembered. */
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    /** How long a replaced token is remembered: if it is used then, the session ends. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Foundation on;
    private final SessionsConfig config;
    private final TokenDirectory directory;
    private final CurrentState current;
    private final AgentTokens tokens;
    private final AgentResources resources;
    private final JointChange<Opening, Opening> opens;

    /**
     * What a session is wanted for.
     *
     * @param user   the tenant's own id of the user
     * @param device what the user sees of it; empty if nobody said
     * @param ttl    null for the usual time
     * @param voucher what vouches for the user; null for whoever opens it
     */
    public record Wanted(
            String user,
            String device,
            @Nullable Duration ttl,
            @Nullable Voucher voucher) {
        /** Opened by whoever knows the user themselves. */
        public Wanted(String user, String device, @Nullable Duration ttl) {
            this(user, device, ttl, null);
        }
    }

    /**
     * What vouches for a user; without it, their sessions end ({@link #revokeVouched}).
     *
     * @param name  unique among the tenant's: {@code oidc/corporate}
     * @param proof by what it did, for the audit log; never a secret
     */
    public record Voucher(String name, String proof) {}

    /** A token for agents, and what its user may use of them. */
    record Access(AgentTokens.Minted token, AgentResources.Listed listed) {}

    /** A new session, its token, and its first token for agents. */
    public record Opened(Session session, Secret text, Access access) {}

    /** A session that is about to be stored. */
    private record Opening(
            Principal by,
            Session session,
            AgentTokens.Minted token,
            @Nullable Voucher voucher) {}

    /** A session's fresh token for agents, and its own new token, if that was replaced. */
    record Refreshed(
            Session session, Access access, @Nullable Secret text) {}

    Sessions(Foundation on, CurrentState current, AgentTokens tokens, AgentResources resources, SessionsConfig config) {
        this.on = on;
        this.config = config;
        this.directory = new TokenDirectory(
                hashes -> on.database().directory(handle -> SessionStore.owners(handle, hashes)), MOST);
        this.current = current;
        this.tokens = tokens;
        this.resources = resources;
        this.opens = new JointChange<>(on.ledger(), new Principal.SystemJob("sessions", "opening"), Sessions::storeAll);
    }

    /**
     * Opens a session for a user of the tenant's; it ends with the key, or the host name, of {@code by} (K1).
     *
     * @throws Problem {@code user_revoked}; {@code invalid_request} naming a field
     */
    public Opened open(Principal by, TenantId tenant, Wanted wanted) {
        PlainText.checked("user_id", wanted.user(), AppUsers.LONGEST_ID);
        Session.Maker maker = maker(by);
        Duration life = life(wanted.ttl());
        Snapshot snapshot = on.snapshots().of(tenant);
        AgentResources.Listed listed = on.snapshots().judge(snapshot, () -> {
            snapshot.get(Tenants.TENANT, tenant).requireActive();
            AppUsers.requireNotRevoked(snapshot, wanted.user());
            return resources.listed(snapshot, wanted.user());
        });
        Secret text = TEXT.next();
        Instant now = on.clock().instant();
        Session session = new Session(
                Ids.next("ses", now),
                wanted.user(),
                wanted.device(),
                maker,
                new Session.Tokens(TEXT.hash(text.revealText()).orElseThrow(), null, null),
                new Session.Life(now, now.plus(life), null));
        // Signed before the ledger row is held: it takes longer than all else.
        AgentTokens.Minted token = tokens.mint(tokens.key(now), tenant, session, now);
        store(by, snapshot.proof(), new Opening(by, session, token, wanted.voucher()));
        return new Opened(session, text, new Access(token, listed));
    }

    private void store(Principal by, Proof proof, Opening opening) {
        if (by instanceof Principal.Operator) {
            on.ledger().change(by, proof, change -> {
                change.append(entry(change, opening));
                insert(change, List.of(opening));
                return opening;
            });
        } else {
            opens.make(by, proof, opening);
        }
    }

    /** Sessions of a tenant that are opened at one time. */
    private static void storeAll(ChangeTx change, List<JointChange.Wanted<Opening, Opening>> all) {
        List<Opening> made = new ArrayList<>();
        all.forEach(wanted -> wanted.make(change, opening -> {
            change.append(entry(change, opening));
            made.add(opening);
            return opening;
        }));
        insert(change, made);
    }

    private static void insert(ChangeTx change, List<Opening> openings) {
        SessionStore.forget(change.tx(), change.now().minus(KEPT), change.now().minus(REMEMBERED));
        SessionStore.insertAll(
                change.tx(),
                openings.stream()
                        .map(one ->
                                new SessionStore.Vouched(one.session, one.voucher == null ? "" : one.voucher.name()))
                        .toList());
    }

    private static Draft entry(ChangeTx change, Opening opening) {
        return Draft.of(
                opening.by,
                change.now(),
                "session.create",
                opening.session.id(),
                detail(opening.session, opening.token, opening.voucher));
    }

    private Duration life(@Nullable Duration asked) {
        Duration longest = config.longestSession();
        if (asked != null && asked.compareTo(longest) > 0) {
            throw Problem.invalid("ttl", "must not be longer than " + longest.toSeconds() + " seconds");
        }
        return asked != null ? asked : config.sessionTime().compareTo(longest) > 0 ? longest : config.sessionTime();
    }

    private static Session.Maker maker(Principal by) {
        return switch (by) {
            case Principal.TenantKey key ->
                new Session.Maker(Session.Maker.Kind.KEY, key.key().value());
            case Principal.PublishableKey key ->
                new Session.Maker(Session.Maker.Kind.KEY, key.key().value());
            case Principal.Operator operator ->
                new Session.Maker(Session.Maker.Kind.OPERATOR, operator.key().value());
            case Principal.Visitor visitor -> new Session.Maker(Session.Maker.Kind.HOST, visitor.host());
            default -> throw new IllegalArgumentException("may not open sessions: " + by.actor());
        };
    }

    private static String detail(Session session, AgentTokens.Minted token, @Nullable Voucher voucher) {
        Map<String, String> detail = new TreeMap<>(Map.of(
                "user",
                session.user(),
                "token",
                token.id(),
                "expires_at",
                session.life().expiresAt().toString()));
        if (voucher != null) {
            detail.put("vouched_by", voucher.name());
            detail.put("proof", voucher.proof());
        }
        return Json.text(detail);
    }

    /** The newest first; those of one user only, unless that is empty. */
    Page<Session> list(Principal by, TenantId tenant, String user, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> SessionStore.page(tx, user, page));
    }

    /** That session; {@code not_found}. */
    Session get(Principal by, TenantId tenant, String id) {
        return on.ledger()
                .read(by, tenant, tx -> SessionStore.find(tx, id))
                .orElseThrow(() -> Problem.notFound("session"));
    }

    /** Ends it for good, on every node: its tokens too, and what was opened with them ends within a second (K2). */
    void revoke(Principal by, TenantId tenant, String id) {
        on.ledger().changing(by, tenant, change -> {
            if (!SessionStore.revoke(change.tx(), id, change.now())
                    && SessionStore.find(change.tx(), id).isEmpty()) {
                throw Problem.notFound("session");
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "session.revoke", id, "{}"));
        });
    }

    /** Ends all sessions of a user, on every node; returns how many. */
    public int revokeAll(Principal by, TenantId tenant, String user) {
        return on.ledger().change(by, tenant, change -> revokeAll(change, by, user, ""));
    }

    /** Ends all sessions of a user, in a change of something else, but for {@code kept}; returns how many. */
    public int revokeAll(ChangeTx change, Principal by, String user, String kept) {
        int revoked = SessionStore.revokeAll(change.tx(), user, kept, change.now());
        change.raiseEpoch();
        change.append(Draft.of(by, change.now(), "session.revoke_all", user, Json.text(Map.of("sessions", revoked))));
        return revoked;
    }

    /**
     * Ends the sessions for whose users that vouched, in a change that raises the epoch and records it; returns how many.
     */
    public static int revokeVouched(ChangeTx change, String voucher) {
        return SessionStore.revokeVouched(change.tx(), voucher, change.now());
    }

    /** Whose session's token that is, judged by the tenant's state as it is now (T4); {@code unauthenticated}. */
    public Principal.AppUser admit(Secret text, String requestId) {
        KeyHash hash = TEXT.hash(text.revealText()).orElseThrow(Sessions::invalid);
        TokenDirectory.Owner owner = directory.owner(hash).orElseThrow(Sessions::invalid);
        Optional<Principal.AppUser> user =
                current.judge(owner.tenant(), snapshot -> holder(snapshot, owner.id(), hash, requestId));
        return user.orElseThrow(() -> stolen(owner, requestId));
    }

    /** Empty if the token was replaced before: somebody has a copy of it. */
    private Optional<Principal.AppUser> holder(Snapshot snapshot, String id, KeyHash hash, String requestId) {
        Session session = judge(snapshot, id);
        boolean works = session.tokens().isCurrent(hash)
                || session.tokens().wasReplacedAfter(hash, on.clock().instant().minus(UNDER_WAY));
        return works ? Optional.of(user(snapshot, session, requestId)) : Optional.empty();
    }

    /** Nobody can say which of the two who have the session is its user, so that neither keeps it. */
    private Problem stolen(TokenDirectory.Owner owner, String requestId) {
        Principal by = new Principal.SystemJob("sessions", requestId);
        on.ledger().changing(by, owner.tenant(), change -> {
            if (SessionStore.revoke(change.tx(), owner.id(), change.now())) {
                change.raiseEpoch();
                change.append(Draft.of(by, change.now(), "session.reused", owner.id(), "{}"));
            }
        });
        return invalid();
    }

    /** Whose session that is, judged by the tenant's state as it is now (T4); {@code unauthenticated}. */
    public Principal.AppUser admit(AgentTokens.Claims claims, String requestId) {
        return current.judge(claims.tenant(), snapshot -> user(snapshot, judge(snapshot, claims.session()), requestId));
    }

    /** The user of a session that was admitted before, judged anew; {@code unauthenticated} and the like. */
    public Principal.AppUser admitAgain(Principal.AppUser before) {
        return current.judgeOpen(
                before.tenant(), snapshot -> user(snapshot, judge(snapshot, before.session()), before.requestId()));
    }

    /** A ticket that opens one socket, soon; it leaves once its audit entry is durable (T1). */
    public AgentTokens.Minted ticket(Principal.AppUser by) {
        Snapshot snapshot = on.snapshots().of(by.tenant());
        Session session = on.snapshots().judge(snapshot, () -> judge(snapshot, by.session()));
        Instant now = on.clock().instant();
        AgentTokens.Minted ticket = tokens.ticket(tokens.key(now), by.tenant(), session, now);
        Draft entry = Draft.of(by, now, "realtime.ticket", session.id(), detail(session, ticket, null));
        on.ledger().append(by, new Grant(snapshot.proof(), entry, Cost.NONE, Budget.UNLIMITED));
        return ticket;
    }

    private static Principal.AppUser user(Snapshot snapshot, Session session, String requestId) {
        return new Principal.AppUser(snapshot.tenant(), session.user(), session.id(), snapshot.proof(), requestId);
    }

    private Session judge(Snapshot snapshot, String id) {
        Instant now = on.clock().instant();
        Session session =
                snapshot.get(SESSION, id).filter(one -> one.worksAt(now)).orElseThrow(Sessions::invalid);
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        if (tenant.status() == TenantStatus.DELETED) {
            throw invalid();
        }
        tenant.requireActive();
        AppUsers.requireNotRevoked(snapshot, session.user());
        requireMaker(snapshot, session.maker(), now);
        return session;
    }

    /** A session ends with what opened it (K1). */
    private void requireMaker(Snapshot snapshot, Session.Maker maker, Instant now) {
        boolean works = switch (maker.kind()) {
            case KEY -> ApiKeys.isWorking(snapshot, new KeyId(maker.id()), now);
            case OPERATOR -> ApiKeys.isWorking(current.proven(TenantId.PLATFORM), new KeyId(maker.id()), now);
            case HOST -> snapshot.get(Hosts.HOST, maker.id()).isPresent();
        };
        if (!works) {
            throw invalid();
        }
    }

    /** A fresh token for agents, of the session that asks; it leaves once its audit entry is durable (T1). */
    Refreshed refresh(Principal.AppUser by) {
        Snapshot snapshot = on.snapshots().of(by.tenant());
        Session session = on.snapshots().judge(snapshot, () -> judge(snapshot, by.session()));
        AgentResources.Listed listed = on.snapshots().judge(snapshot, () -> resources.listed(snapshot, by.user()));
        Instant now = on.clock().instant();
        AgentTokens.Minted token = tokens.mint(tokens.key(now), by.tenant(), session, now);
        Draft entry = Draft.of(by, now, "session.refresh", session.id(), detail(session, token, null));
        on.ledger().append(by, new Grant(snapshot.proof(), entry, Cost.NONE, Budget.UNLIMITED));
        return new Refreshed(session, new Access(token, listed), null);
    }

    /**
     * As {@link #refresh}, and replaces the session's token {@code before}. Of two requests at a time one gets the new
     * token; the other's still works for a short while.
     */
    Refreshed replace(Principal.AppUser by, Secret before) {
        Refreshed refreshed = refresh(by);
        Instant replaced = refreshed.session().tokens().replacedAt();
        KeyHash old = TEXT.hash(before.revealText()).orElseThrow(Sessions::invalid);
        if (replaced != null && replaced.isAfter(on.clock().instant().minus(BETWEEN))) {
            return refreshed;
        }
        Secret next = TEXT.next();
        KeyHash hash = TEXT.hash(next.revealText()).orElseThrow();
        boolean done = on.ledger().change(by, by.tenant(), change -> {
            if (!SessionStore.replaceToken(change.tx(), by.session(), old, hash, change.now())) {
                return false;
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "session.replace_token", by.session(), "{}"));
            return true;
        });
        return done ? new Refreshed(refreshed.session(), refreshed.access(), next) : refreshed;
    }

    private static Problem invalid() {
        return Problem.of(ErrorCode.UNAUTHENTICATED, "The session is not valid.");
    }
}

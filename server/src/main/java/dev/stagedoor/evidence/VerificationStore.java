// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code verifications} and {@code verification_turns}, and which tenants have a LiveKit project. */
final class VerificationStore {
    /** Where the job finds tenants whose nightly verification is due. */
    static final DueTable DUE = new DueTable("verification_turns", "tenant_id", "next_at", "TRUE");

    /** Verifications of one tenant that are kept: more than a year of nightly ones. */
    private static final int KEPT = 400;

    private static final String SELECT = """
            SELECT verification_id, began_at, took_ms, audit_seq, audit_hash, checks, jws
              FROM verifications WHERE tenant_id = :tenant""";

    private VerificationStore() {}

    private record StoredCheck(
            @JsonProperty("name") String name,
            @JsonProperty("outcome") String outcome,
            @JsonProperty("seen") String seen,
            @JsonProperty("took_ms") long tookMs) {
        static StoredCheck of(Verification.Checked check) {
            String outcome = check.finding().outcome().name().toLowerCase(Locale.ROOT);
            return new StoredCheck(
                    check.name(), outcome, check.finding().seen(), check.took().toMillis());
        }

        /** A word of a newer version proves nothing. */
        Verification.Checked read() {
            CheckOutcome known = switch (outcome) {
                case "passed" -> CheckOutcome.PASSED;
                case "skipped" -> CheckOutcome.SKIPPED;
                default -> CheckOutcome.FAILED;
            };
            return new Verification.Checked(name, new Check.Finding(known, seen), Duration.ofMillis(tookMs));
        }
    }

    private record StoredChecks(@JsonProperty("checks") List<StoredCheck> checks) {}

    private record StoredVerification(
            String verificationId,
            Instant beganAt,
            long tookMs,
            @Nullable Long auditSeq,
            @Nullable String auditHash,
            String checks,
            String jws) {
        Signed read() {
            Subject.Pin head = auditSeq == null ? null : new Subject.Pin(auditSeq, Objects.requireNonNull(auditHash));
            List<Verification.Checked> all = StoredJson.read(checks, StoredChecks.class).checks().stream()
                    .map(StoredCheck::read)
                    .toList();
            return new Signed(new Verification(verificationId, beganAt, Duration.ofMillis(tookMs), head, all), jws);
        }
    }

    /** A verification, and the same signed. */
    record Signed(Verification verification, String jws) {}

    static void insert(Tx tx, Signed signed) {
        Verification one = signed.verification();
        Subject.Pin head = one.head();
        tx.update("""
                        INSERT INTO verifications (tenant_id, verification_id, began_at, took_ms, passed, audit_seq,
                                                   audit_hash, checks, jws)
                        VALUES (:tenant, :id, :beganAt, :tookMs, :passed, :seq, :hash, :checks::jsonb, :jws)
                        """)
                .bind("id", one.id())
                .bind("beganAt", one.beganAt())
                .bind("tookMs", one.took().toMillis())
                .bind("passed", one.passed())
                .bind("seq", head == null ? null : (Long) head.seq())
                .bind("hash", head == null ? null : head.hash())
                .bind(
                        "checks",
                        StoredJson.text(new StoredChecks(
                                one.checks().stream().map(StoredCheck::of).toList())))
                .bind("jws", signed.jws())
                .execute();
        tx.update("""
                        DELETE FROM verifications WHERE tenant_id = :tenant AND verification_id IN (
                            SELECT verification_id FROM verifications WHERE tenant_id = :tenant
                             ORDER BY verification_id DESC OFFSET :kept)
                        """).bind("kept", KEPT).execute();
    }

    static Optional<Signed> find(Tx tx, String id) {
        return tx.query(SELECT + " AND verification_id = :id")
                .bind("id", id)
                .mapTo(StoredVerification.class)
                .findOne()
                .map(StoredVerification::read);
    }

    /** Newest first. */
    static Page<Signed> list(Tx tx, Page.Request page) {
        @Nullable String after = page.after();
        List<StoredVerification> rows = tx.query(
                        SELECT
                                + " AND (:after::text IS NULL OR verification_id < :after) ORDER BY verification_id DESC LIMIT :limit")
                .bind("after", after)
                .bind("limit", page.limit() + 1)
                .mapTo(StoredVerification.class)
                .list();
        return Page.of(rows, page.limit(), StoredVerification::verificationId).map(StoredVerification::read);
    }

    /** The head that the newest verification that read a whole chain pinned. */
    static Optional<Subject.Pin> lastPin(Tx tx) {
        return tx.query("""
                        SELECT audit_seq, audit_hash FROM verifications
                         WHERE tenant_id = :tenant AND audit_seq IS NOT NULL ORDER BY verification_id DESC LIMIT 1
                        """)
                .map((row, ctx) -> new Subject.Pin(row.getLong("audit_seq"), row.getString("audit_hash")))
                .findOne();
    }

    /** Whether a check of that name ever passed, as far as is still known. */
    static boolean hasEverPassed(Tx tx, String check) {
        return tx.query("""
                        SELECT EXISTS (SELECT FROM verifications
                                        WHERE tenant_id = :tenant
                                          AND checks -> 'checks' @> jsonb_build_array(
                                              jsonb_build_object('name', :check::text, 'outcome', 'passed')))
                        """).bind("check", check).mapTo(Boolean.class).one();
    }

    /** Takes the tenant's turn until then; false while somebody has it. */
    static boolean take(Tx tx, Instant now, Instant until) {
        return tx.update("""
                        INSERT INTO verification_turns (tenant_id, held_until) VALUES (:tenant, :until)
                        ON CONFLICT (tenant_id) DO UPDATE SET held_until = :until
                         WHERE verification_turns.held_until <= :now
                        """).bind("now", now).bind("until", until).execute() == 1;
    }

    /** Takes the right of the tenant's own keys to have it verified, until that time; false before they have it again. */
    static boolean takeOwn(Tx tx, Instant now, Instant again) {
        return tx.update("""
                        UPDATE verification_turns SET own_after = :again WHERE tenant_id = :tenant AND own_after <= :now
                        """).bind("now", now).bind("again", again).execute() == 1;
    }

    static int giveBack(Tx tx, Instant now) {
        return tx.update("UPDATE verification_turns SET held_until = :now WHERE tenant_id = :tenant")
                .bind("now", now)
                .execute();
    }

    /** Plans the next nightly verification where none is planned. */
    static int plan(Tx tx, Instant next) {
        return tx.update("""
                        INSERT INTO verification_turns (tenant_id, held_until, next_at)
                        VALUES (:tenant, '-infinity', :next)
                        ON CONFLICT (tenant_id) DO UPDATE SET next_at = :next
                         WHERE verification_turns.next_at = 'infinity'
                        """).bind("next", next).execute();
    }

    /** Takes the nightly verification that is due, until {@code again}; false for every node but the first. */
    static boolean takeDue(Tx tx, Instant now, Instant again) {
        return tx.update("UPDATE verification_turns SET next_at = :again WHERE tenant_id = :tenant AND next_at <= :now")
                        .bind("now", now)
                        .bind("again", again)
                        .execute()
                == 1;
    }

    /** The one that was taken until {@code again} is done; the next one is due then. */
    static int done(Tx tx, Instant again, Instant next) {
        return tx.update("UPDATE verification_turns SET next_at = :next WHERE tenant_id = :tenant AND next_at = :again")
                .bind("again", again)
                .bind("next", next)
                .execute();
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM verifications WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM verification_turns WHERE tenant_id = :tenant").execute();
    }

    /**
     * Other tenants with a LiveKit project.
     *
     * @param picked some of them, at random
     * @param all    how many there are
     */
    record Others(List<TenantId> picked, int all) {}

    private static final String WITH_PROJECT =
            " FROM credentials c WHERE c.kind = 'livekit' AND c.state = 'active' AND c.retired_at IS NULL";

    /** As the poller's role. */
    static Others others(Handle poller, TenantId tenant, int limit) {
        int all = poller.createQuery(
                        "SELECT count(DISTINCT c.tenant_id)" + WITH_PROJECT + " AND c.tenant_id <> :tenant")
                .bind("tenant", tenant.value())
                .mapTo(Integer.class)
                .one();
        List<TenantId> picked = poller.createQuery("SELECT c.tenant_id" + WITH_PROJECT
                        + " AND c.tenant_id <> :tenant ORDER BY random() LIMIT :limit")
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, ctx) -> new TenantId(row.getString(1)))
                .list();
        return new Others(picked, all);
    }

    /** As the poller's role: tenants after that id with a project, of which no nightly verification is planned. */
    static List<TenantId> unplanned(Handle poller, String after, int limit) {
        return poller.createQuery("SELECT DISTINCT c.tenant_id" + WITH_PROJECT + """
                         AND c.tenant_id > :after
                         AND NOT EXISTS (SELECT FROM verification_turns t
                                          WHERE t.tenant_id = c.tenant_id AND t.next_at < 'infinity')
                         ORDER BY c.tenant_id LIMIT :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, ctx) -> new TenantId(row.getString(1)))
                .list();
    }
}

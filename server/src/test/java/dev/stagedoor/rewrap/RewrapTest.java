// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.rewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.keys.DataKeys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "All data keys move to the new master key, whatever interrupts it, and then the old one wraps nothing (S3)")
@Tag("slow")
class RewrapTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Secret VALUE = Secret.of("marked-secret-91bc");
    private static final int PAGE = 3;

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final Ledger ledger = new Ledger(DB.database(), clock);
    private final Principal operator = new Principal.Operator(KeyId.next(clock.instant()), Set.of(), null, "req_1");
    private final String oldText = randomKey();
    private final String newText = randomKey();
    private final String old = id(oldText);
    private final String fresh = id(newText);
    private final DataKeys before = keys(oldText);
    private final DataKeys after = keys(newText, oldText);
    private final Map<TenantId, byte[]> sealed = new LinkedHashMap<>();

    @BeforeEach
    void only_this_tests_keys() {
        DB.admin("DELETE FROM tenant_data_keys");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static String randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String id(String text) {
        return MasterKey.parse(text).id();
    }

    private DataKeys keys(String... texts) {
        return new DataKeys(MasterKeys.parse(Secret.of(String.join("\n", texts))), clock);
    }

    private Rewrap rewrap(DataKeys keys) {
        return new Rewrap(ledger, DB.database(), keys, PAGE);
    }

    /** Tenants with something sealed under the key that this node wraps with. */
    private List<TenantId> tenants(int count, DataKeys keys) {
        List<TenantId> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TenantId tenant = TenantId.next(clock.instant());
            DB.admin("INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('" + tenant + "', sha256('x'::bytea))");
            DB.database().write(tenant, tx -> {
                keys.create(tx);
                sealed.put(tenant, keys.of(tx).seal(VALUE, new Binding(tenant, "cred_1", 1)));
                return true;
            });
            made.add(tenant);
        }
        return made;
    }

    private void eachOpensWith(DataKeys keys) {
        sealed.forEach((tenant, bytes) -> assertThat(
                        DB.database().read(tenant, keys::of).open(bytes, new Binding(tenant, "cred_1", 1)))
                .isEqualTo(VALUE));
    }

    private static List<String> wrappedBy() {
        return DB.column("SELECT DISTINCT kek_id FROM tenant_data_keys WHERE destroyed_at IS NULL ORDER BY 1");
    }

    /** Page after page, as the command does. */
    private Rewrap.Progress pass(Rewrap rewrap) {
        Rewrap.Progress page = rewrap.rewrap(operator, null);
        while (page.next() != null) {
            page = rewrap.rewrap(operator, page.next());
        }
        return page;
    }

    @Test
    void page_by_page_every_key_is_wrapped_anew_and_opens_without_the_old_master_key() {
        tenants(7, before);
        Rewrap rewrap = rewrap(after);

        Rewrap.Progress first = rewrap.rewrap(operator, null);
        assertThat(first.rewrapped()).isEqualTo(PAGE);
        assertThat(first.waiting()).isEqualTo(Map.of(old, 4L));
        assertThat(first.done()).isFalse();
        eachOpensWith(after);

        Rewrap.Progress last = pass(rewrap);

        assertThat(last.done()).isTrue();
        assertThat(last.retired()).contains(old).doesNotContain(fresh);
        assertThat(rewrap.progress(operator).done()).isTrue();
        assertThat(wrappedBy()).containsExactly(fresh);
        eachOpensWith(keys(newText));
        assertThat(DB.column("SELECT action FROM audit_entries WHERE tenant_id = 'ten_platform' AND target = '" + fresh
                        + "'"))
                .containsOnly("master_key.rewrap");
    }

    @Test
    void interrupted_twenty_times_it_still_completes_and_each_key_opens() {
        List<TenantId> all = tenants(30, before);
        List<TenantId> sorted =
                all.stream().sorted(Comparator.comparing(TenantId::value)).toList();
        Rewrap rewrap = rewrap(after);
        for (int round = 0; round < 20; round++) {
            // The database gives out at another tenant each time: what came before that stays done.
            DB.admin("""
                    CREATE OR REPLACE FUNCTION give_out() RETURNS trigger LANGUAGE plpgsql AS
                        $$BEGIN RAISE EXCEPTION 'interrupted'; END$$;
                    CREATE TRIGGER give_out BEFORE UPDATE ON tenant_data_keys FOR EACH ROW
                        WHEN (OLD.tenant_id = '%s') EXECUTE FUNCTION give_out()
                    """.formatted(sorted.get(round)));
            assertThatThrownBy(() -> pass(rewrap)).isInstanceOf(RuntimeException.class);
            eachOpensWith(after);
            DB.admin("DROP TRIGGER give_out ON tenant_data_keys");
            assertThat(rewrap.progress(operator).done()).isFalse();
        }

        assertThat(pass(rewrap).done()).isTrue();
        eachOpensWith(keys(newText));
    }

    @Test
    void what_no_key_of_this_node_opens_is_reported_with_its_tenant_and_keeps_the_old_keys_alive() {
        String lost = randomKey();
        tenants(2, before);
        TenantId straggler = tenants(1, keys(lost)).getFirst();
        tenants(4, before);

        Rewrap rewrap = rewrap(after);
        List<Rewrap.Straggler> stragglers = new ArrayList<>();
        @Nullable String next = null;
        Rewrap.Progress page;
        do {
            page = rewrap.rewrap(operator, next);
            stragglers.addAll(page.stragglers());
            next = page.next();
        } while (next != null);

        assertThat(stragglers).containsExactly(new Rewrap.Straggler(straggler, id(lost)));
        assertThat(page.done()).isFalse();
        assertThat(page.waiting()).isEqualTo(Map.of(id(lost), 1L));
        assertThat(page.retired()).doesNotContain(old);
        assertThat(pass(rewrap(keys(newText, oldText, lost))).done()).isTrue();
    }

    @Test
    void s3_afterwards_a_node_that_still_wraps_with_the_old_key_can_create_nothing() {
        tenants(1, before);
        assertThat(pass(rewrap(after)).done()).isTrue();

        assertThatThrownBy(() -> tenants(1, keys(oldText, newText)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.BUSY))
                .hasMessageContaining("restarted");
        tenants(1, after);

        assertThat(wrappedBy()).containsExactly(fresh);
    }

    @Test
    void s3_nor_can_one_of_the_version_before_which_does_not_ask() {
        TenantId acme = tenants(1, before).getFirst();
        assertThat(pass(rewrap(after)).done()).isTrue();

        assertThatThrownBy(() -> DB.admin("UPDATE tenant_data_keys SET wrapped = 'x', kek_id = '" + old
                        + "' WHERE tenant_id = '" + acme + "'"))
                .hasStackTraceContaining("the master key " + old + " was replaced: nothing may be wrapped by it");
    }

    @Test
    void two_operators_at_once_do_it_once_and_new_tenants_may_come_meanwhile() throws Exception {
        tenants(12, before);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Object>> work = List.of(
                    () -> pass(rewrap(after)), () -> pass(rewrap(after)), () -> tenants(3, keys(newText, oldText)));
            for (Future<Object> each : threads.invokeAll(work)) {
                each.get();
            }
        }

        assertThat(pass(rewrap(after)).done()).isTrue();
        assertThat(wrappedBy()).containsExactly(fresh);
        eachOpensWith(keys(newText));
    }

    @Test
    void a_destroyed_key_stays_destroyed() {
        TenantId gone = tenants(2, before).getFirst();
        DB.database().write(gone, before::destroy);
        sealed.remove(gone);

        assertThat(pass(rewrap(after)).done()).isTrue();

        assertThat(DB.column("SELECT wrapped IS NULL FROM tenant_data_keys WHERE tenant_id = '" + gone + "'"))
                .containsExactly("t");
        eachOpensWith(keys(newText));
    }
}

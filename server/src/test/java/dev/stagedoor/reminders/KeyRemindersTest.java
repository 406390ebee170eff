// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.VaultScene;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant is told of an API key that expires, and of one that has become old")
@Tag("slow")
class KeyRemindersTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Principal MAKER = new Principal.Operator(
            new KeyId("key_01kjmma2g0vmrw4t9p11h4j61r"), Set.of(Scope.TOKENS_MINT), null, "req_1");

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final KeyReminders reminders =
            scene.node().features().module(RemindersModule.class).keys();

    @AfterEach
    void close() {
        scene.close();
    }

    private KeyId key(@Nullable Duration life) {
        Instant end = life == null ? null : scene.clock().instant().plus(life);
        return scene.node()
                .features()
                .access()
                .keys()
                .create(
                        MAKER,
                        acme,
                        new NewApiKey(KeyKind.SECRET, "backend", List.of("tokens:mint"), end, null, null, null),
                        Optional.empty())
                .key()
                .id();
    }

    private List<String> told(String type) {
        reminders.remind();
        return DB.column("SELECT data FROM events WHERE type = '" + type + "' AND tenant_id = '" + acme.value()
                + "' ORDER BY seq");
    }

    @Test
    void each_reminder_of_an_end_comes_once_on_its_day() {
        KeyId key = key(Duration.ofDays(40));
        assertThat(told("key.expiring")).isEmpty();

        for (int days : new int[] {10, 23, 6, 1}) {
            int before = told("key.expiring").size();
            scene.clock().turn(Duration.ofDays(days));
            assertThat(told("key.expiring")).hasSize(before + 1);
            assertThat(told("key.expiring")).hasSize(before + 1);
        }
        scene.clock().turn(Duration.ofDays(30));

        assertThat(told("key.expiring"))
                .hasSize(4)
                .allSatisfy(data -> assertThat(data).contains(key.value(), "\"expires_at\":"));
    }

    @Test
    void of_a_key_for_a_day_only_its_end_is_told() {
        key(Duration.ofHours(20));
        assertThat(told("key.expiring")).isEmpty();

        scene.clock().turn(Duration.ofHours(20));

        assertThat(told("key.expiring")).hasSize(1);
    }

    @Test
    void an_old_key_is_told_of_once_each_time_that_it_is_ninety_days_older() {
        KeyId key = key(null);
        scene.clock().turn(Duration.ofDays(89));
        assertThat(told("key.aging")).isEmpty();
        scene.clock().turn(Duration.ofDays(1));
        assertThat(told("key.aging")).hasSize(1);
        assertThat(told("key.aging")).hasSize(1);

        scene.clock().turn(Duration.ofDays(90));

        assertThat(told("key.aging"))
                .hasSize(2)
                .allSatisfy(data -> assertThat(data).contains(key.value(), "\"created_at\":"));
    }

    @Test
    void nobody_is_told_of_a_revoked_key() {
        KeyId key = key(Duration.ofDays(100));
        scene.node().features().access().keys().revoke(scene.operator(), acme, key.value());

        scene.clock().turn(Duration.ofDays(99));

        assertThat(told("key.expiring")).isEmpty();
        assertThat(told("key.aging")).isEmpty();
    }

    @Test
    void several_nodes_tell_once() {
        key(Duration.ofDays(91));
        scene.clock().turn(Duration.ofDays(90));

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(reminders::remind))
                        .limit(8)
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(told("key.expiring")).hasSize(1);
        assertThat(told("key.aging")).hasSize(1);
    }
}

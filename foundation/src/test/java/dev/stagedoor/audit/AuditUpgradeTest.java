// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.client.audit.AuditChain;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("E6: a ledger row and a chain that version 0.1.0 wrote")
class AuditUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TenantId ACME = new TenantId("ten_01kjmma2kvx16gprpyc0q6sty6");
    private static final String HEAD = "7955d441d073a26b7f64d26917596be4a4cfb0539a85b12a3ab3bfa9168e2fa9";

    private static LedgerScene scene;

    @BeforeAll
    static void open() {
        DB.admin(resource("/audit/rows-0.1.0.sql"));
        scene = new LedgerScene(DB);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    @DisplayName("are read, verified and carried on")
    void carried_on() {
        LedgerRow row = scene.row(ACME);
        assertThat(row.epoch()).isEqualTo(2);
        assertThat(row.used().of(Unit.TOKENS)).isEqualTo(4);
        assertThat(row.used().of(Unit.DISPATCHES)).isEqualTo(1);
        assertThat(row.used().of(Unit.SECONDS)).isEqualTo(250);
        assertThat(row.held().of(Unit.SECONDS)).isZero();
        assertThat(row.held().of(Unit.CALLS)).isZero();
        assertThat(row.lastExpiry()).isEqualTo(Instant.parse("2026-03-01T13:00:07.127956Z"));

        scene.grant(ACME);
        scene.change(ACME, "agent.create");

        scene.assertSound(ACME);
        AuditChain chain = new AuditChain(ACME.value()).pin(8, HEAD);
        new AuditTrail(scene.ledger())
                .export(
                        scene.by(),
                        ACME,
                        AuditQuery.ALL,
                        entry -> chain.accept(
                                AuditChain.entry(ExportedChain.line(entry)).orElseThrow()));
        assertThat(chain.end())
                .isInstanceOfSatisfying(
                        AuditChain.Whole.class,
                        whole -> assertThat(whole.head().seq())
                                .isEqualTo(scene.row(ACME).seq()));
        assertThat(scene.row(ACME).used().of(Unit.TOKENS)).isEqualTo(5);
    }

    @Test
    @DisplayName("keep a column that a newer version added")
    void newer_column() {
        TenantId tenant = scene.tenant();
        DB.admin("ALTER TABLE tenant_ledger ADD COLUMN images_used bigint NOT NULL DEFAULT 0");
        DB.admin("UPDATE tenant_ledger SET images_used = 7 WHERE tenant_id = '" + tenant + "'");

        scene.grant(tenant);
        scene.raiseEpoch(tenant);

        scene.assertSound(tenant);
        assertThat(DB.count("SELECT images_used FROM tenant_ledger WHERE tenant_id = '" + tenant + "'"))
                .isEqualTo(7);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(AuditUpgradeTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

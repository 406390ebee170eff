// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.Fixture;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Evictions that an earlier or a newer version stored are carried out, kept, and stop nothing (E6)")
@Tag("slow")
class EvictionsUpgradeTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void rows() {
        acme = new TestTenant(SERVER, "acme");
        SERVER.sql(Fixture.sql("evictions/1.sql", acme.id()));
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void stored_evictions_are_carried_out_although_one_of_them_cannot_be_read() {
        List.of("phone-1", "alice").forEach(who -> acme.livekit().state().join("acme.desk", who));

        until("alice is removed", () -> !acme.inside("acme.desk").contains("alice"));

        assertThat(acme.inside("acme.desk")).contains("phone-1");
        assertThat(SERVER.column("SELECT kind FROM evictions WHERE subject = 'phone-1'"))
                .containsExactly("device");
        assertThat(SERVER.column("SELECT added_later FROM evictions WHERE subject = 'alice'"))
                .containsExactly("kept");
    }

    @Test
    void a_grant_whose_detail_cannot_be_read_admits_nobody_and_stops_nothing() {
        Answer token = done(acme.token("{\"room_name\":\"desk\",\"participant_identity\":\"bob\"}"));
        SERVER.sql("UPDATE audit_entries SET detail = '{\"room\":[\"acme.desk\"]}' WHERE target = 'bob'");
        acme.livekit().state().join("acme.desk", "bob");

        until("bob is removed", () -> !acme.inside("acme.desk").contains("bob"));

        String refresh = "{\"token\":\"%s\"}".formatted(token.at("/participant_token"));
        refused(acme.backend().post("/api/v1/tokens/refresh", refresh), 403, "participant_removed");
    }
}

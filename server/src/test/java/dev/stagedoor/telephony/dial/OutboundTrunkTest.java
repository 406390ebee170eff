// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.sip.OutboundTrunkView;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I1: a tenant's outbound trunk is in its own project, once, with its own numbers")
@Tag("slow")
class OutboundTrunkTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int last;

    private DiallingTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new DiallingTenant(SERVER, "acme-" + ++last, "+4420794605%02d".formatted(last));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer put(String body) {
        return acme.backend().put(DiallingTenant.TRUNK, body);
    }

    private Answer show() {
        return done(acme.backend().get(DiallingTenant.TRUNK));
    }

    private List<OutboundTrunkView> trunks() {
        return acme.sip().listOutboundTrunks(List.of(), List.of());
    }

    @Test
    void it_is_written_once_with_the_tenants_numbers() {
        assertThat(trunks()).singleElement().satisfies(trunk -> {
            assertThat(trunk.id()).isEqualTo(show().at("/trunk_id"));
            assertThat(trunk.address()).isEqualTo("sip.example.com");
            assertThat(trunk.numbers()).containsExactly(acme.number());
        });
        assertThat(show().at("/state")).isEqualTo("ready");

        done(put("{\"address\":\"other.example.com\",\"transport\":\"tls\"}"));

        assertThat(trunks())
                .singleElement()
                .satisfies(trunk -> assertThat(trunk.address()).isEqualTo("other.example.com"));
        assertThat(show().json().has("username")).isFalse();
    }

    @Test
    void the_password_is_sealed_and_never_shown() {
        Answer answer =
                done(put("{\"address\":\"sip.example.com\",\"username\":\"acme\",\"password\":\"hunter2hunter2\"}"));

        assertThat(answer.toString() + show()).doesNotContain("hunter2");
        assertThat(SERVER.column("SELECT detail FROM audit_entries WHERE tenant_id = '"
                                + acme.tenant().id() + "'")
                        .toString())
                .doesNotContain("hunter2");
        assertThat(done(acme.backend().get("/api/v1/credentials")).toString()).doesNotContain("hunter2");
        done(put("{\"address\":\"sip.example.com\",\"username\":\"acme\"}"));
        assertThat(show().at("/username")).isEqualTo("acme");
    }

    @Test
    void what_somebody_changed_is_shown_and_repaired() {
        acme.sip().deleteTrunk(show().at("/trunk_id"));
        Answer drifted = show();
        assertThat(drifted.at("/state")).isEqualTo("drifted");
        assertThat(drifted.json().at("/drift/0").asText()).contains("missing");

        done(put("{\"address\":\"sip.example.com\",\"username\":\"acme\"}"));

        assertThat(show().at("/state")).isEqualTo("ready");
        assertThat(trunks()).hasSize(1);
    }

    @Test
    void only_confirmed_numbers_of_the_tenant_are_written() {
        try (DiallingTenant globex = new DiallingTenant(SERVER, "globex-" + last, "+4420794606%02d".formatted(last))) {
            String theirs = "{\"address\":\"sip.example.com\",\"numbers\":[\"%s\"]}".formatted(globex.number());
            assertThat(refused(put(theirs), 422, "invalid_request").fields()).containsExactly("numbers");
        }
    }

    @Test
    void an_address_or_a_login_that_could_break_a_header_is_refused() {
        refused(put("{\"address\":\"sip.example.com\\r\\nX: 1\"}"), 422, "invalid_request");
        refused(put("{\"address\":\"sip:alice@example.com\"}"), 422, "invalid_request");
        refused(
                put("{\"address\":\"sip.example.com\",\"username\":\"a\\nb\",\"password\":\"a password\"}"),
                422,
                "invalid_request");
        refused(
                put("{\"address\":\"sip.example.com\",\"username\":\"newcomer\",\"password\":\"\"}"),
                422,
                "invalid_request");
        assertThat(trunks())
                .singleElement()
                .satisfies(trunk -> assertThat(trunk.address()).isEqualTo("sip.example.com"));
    }

    @Test
    void a_deleted_one_is_gone() {
        done(acme.backend().delete(DiallingTenant.TRUNK));

        assertThat(trunks()).isEmpty();
        refused(acme.backend().get(DiallingTenant.TRUNK), 404, "not_found");
        refused(acme.backend().delete(DiallingTenant.TRUNK), 404, "not_found");
    }

    @Test
    void written_ten_times_at_once_it_is_there_once() throws Exception {
        done(acme.backend().delete(DiallingTenant.TRUNK));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 10)
                    .mapToObj(i -> pool.submit(() -> put("{\"address\":\"sip.example.com\"}")))
                    .toList();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).as("%s", answer.get()).isIn(200, 503);
            }
        }

        done(put("{\"address\":\"sip.example.com\"}"));
        assertThat(trunks()).hasSize(1);
    }
}

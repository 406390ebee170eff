// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.telephony.InboundCallTest.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I5: a call is the called number's tenant's, and only if its report is signed with that tenant's secret")
@Tag("slow")
class FrontEndSignatureTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Clock CLOCK = Clock.systemUTC();
    private static int last;

    private TestTenant acme;
    private TestTenant globex;
    private FrontEnd ours;
    private FrontEnd theirs;
    private String number;

    @BeforeEach
    void twoTenants() {
        number = "+4420718388%02d".formatted(++last);
        acme = new TestTenant(SERVER, "acme-" + last).withAgent("demo");
        globex = new TestTenant(SERVER, "globex-" + last).withAgent("demo");
        done(SERVER.operator()
                .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        ours = FrontEnd.of(SERVER, acme, CLOCK);
        theirs = FrontEnd.of(SERVER, globex, CLOCK);
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
    }

    private String call(String id) {
        return FrontEnd.call("+12025550143", number, id);
    }

    private static Answer unauthorized(Answer answer) {
        return rejected(answer, 401, "Unauthorized");
    }

    @Test
    void a_report_without_a_signature_is_refused() {
        unauthorized(FrontEnd.anonymous(SERVER).post(FrontEnd.PATH, call("c1")));
    }

    @Test
    void another_tenants_secret_opens_nothing_and_learns_nothing() {
        Answer wrongSecret = unauthorized(theirs.report(call("c1")));
        Answer nobodys = unauthorized(theirs.report(FrontEnd.call("+12025550143", "+442071000000", "c1")));

        assertThat(wrongSecret.at("/reject/detail")).isEqualTo(nobodys.at("/reject/detail"));
        unauthorized(theirs.reportAs(acme.slug(), call("c1")));
        rejected(theirs.reportAs(globex.slug(), call("c1")), 404, "Number not in service");
        unauthorized(ours.reportAs("no-such-tenant", call("c1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-6M", "PT6M", "PT-20M"})
    void a_signature_of_another_time_is_refused(Duration away) {
        unauthorized(ours.report(call("c1"), CLOCK.instant().plus(away)));
    }

    @Test
    void a_signature_is_valid_for_five_minutes_and_its_time_may_be_in_milliseconds() {
        Instant now = CLOCK.instant();
        done(ours.report(call("c1"), now.minus(Duration.ofMinutes(4))));
        String millis = Long.toString(now.toEpochMilli());
        done(ours.sent(call("c2"), millis, ours.signature(millis + call("c2"))));
    }

    @Test
    void whatever_was_changed_after_signing_is_refused() {
        String timestamp = Long.toString(CLOCK.instant().getEpochSecond());
        String signature = ours.signature(timestamp + call("c1"));

        unauthorized(ours.sent(call("c2"), timestamp, signature));
        unauthorized(ours.sent(call("c1"), Long.toString(Long.parseLong(timestamp) + 1), signature));
        unauthorized(ours.sent(call("c1"), timestamp, signature.substring(0, 70)));
        unauthorized(ours.sent(call("c1"), timestamp, signature.replace("sha256=", "sha512=")));
        unauthorized(ours.sent(call("c1"), "", ours.signature(call("c1"))));
        done(ours.sent(call("c1"), timestamp, signature));
    }

    @Test
    void an_http_client_that_repeats_its_request_gets_the_same_call() {
        Instant now = CLOCK.instant();
        Answer first = done(ours.report(call("c1"), now));
        Answer again = done(ours.report(call("c1"), now));

        assertThat(again.at("/join_room/room")).isEqualTo(first.at("/join_room/room"));
    }

    @Test
    void whoever_recorded_a_request_gets_no_token_with_it_later() {
        Instant now = CLOCK.instant();
        done(ours.report(call("c1"), now));
        done(ours.report(call("c1"), now.plusSeconds(1)));
        past(Duration.ofSeconds(31));

        unauthorized(ours.report(call("c1"), now));
        unauthorized(ours.report(call("c1"), now.plusSeconds(1)));
        done(ours.report(call("c1"), now.plusSeconds(2)));
    }

    @Test
    void without_a_call_id_each_request_is_a_call_of_its_own_and_repeated_it_is_the_same() {
        String body = "{\"from\":\"+12025550143\",\"to\":\"%s\"}".formatted(number);
        Instant now = CLOCK.instant();
        Answer first = done(ours.report(body, now));

        assertThat(done(ours.report(body, now)).at("/join_room/room")).isEqualTo(first.at("/join_room/room"));
        assertThat(done(ours.report(body, now.plusSeconds(1))).at("/join_room/room"))
                .isNotEqualTo(first.at("/join_room/room"));
        past(Duration.ofSeconds(31));
        unauthorized(ours.report(body, now));
    }

    /** As if all that was seen had been seen that much earlier. */
    private static void past(Duration by) {
        SERVER.sql("UPDATE webhook_signatures SET seen_at = seen_at - interval '" + by.toSeconds() + " seconds'");
    }

    @Test
    void a_signature_over_the_body_alone_counts_only_where_the_tenant_says_so_and_for_a_call_that_has_an_id() {
        unauthorized(ours.reportBodyOnly(call("c1")));
        done(acme.backend().put("/api/v1/phone-settings", "{\"body_only_signatures\":true}"));

        done(ours.reportBodyOnly(call("c1")));
        String nameless = "{\"from\":\"+12025550143\",\"to\":\"%s\"}".formatted(number);
        rejected(ours.reportBodyOnly(nameless), 400, "Invalid request");
        rejected(ours.sent(nameless, "", ours.signature(nameless)), 400, "Invalid request");
    }

    @Test
    void a_recorded_signature_over_the_body_alone_admits_nobody_to_a_call_that_is_still_going_on() {
        done(acme.backend().put("/api/v1/phone-settings", "{\"body_only_signatures\":true}"));
        done(ours.reportBodyOnly(call("c1")));
        past(Duration.ofMinutes(20));
        done(ours.reportBodyOnly(call("c2")));

        unauthorized(ours.reportBodyOnly(call("c1")));
    }

    @Test
    void a_recorded_signature_over_the_body_alone_starts_no_second_call_days_later() {
        done(acme.backend().put("/api/v1/phone-settings", "{\"body_only_signatures\":true}"));
        Answer first = done(ours.reportBodyOnly(call("c1")));
        done(acme.backend().post("/api/v1/calls/" + first.at("/join_room/call_id") + "/end"));
        SERVER.sql("DELETE FROM webhook_signatures");
        SERVER.sql("DELETE FROM idempotency_keys");
        SERVER.sql("UPDATE phone_calls SET created_at = created_at - interval '2 days'");

        rejected(ours.reportBodyOnly(call("c1")), 409, "Call has ended");
    }

    @Test
    void both_secrets_count_while_one_is_being_replaced_and_a_revoked_one_does_not() {
        FrontEnd newer = FrontEnd.of(SERVER, acme, CLOCK);
        done(ours.report(call("c1")));
        done(newer.report(call("c2")));
        done(acme.backend().post("/api/v1/credentials/webhook/sip/revoke", "{\"version\":1}"));

        unauthorized(ours.report(call("c3")));
        done(newer.report(call("c4")));
    }
}

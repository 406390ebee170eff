// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request takes, and what it refuses before anything leaves. */
final class SipRequestTest {
    private static final String NUMBER = "+442079460100";

    private static InboundTrunk.Builder trunk() {
        return InboundTrunk.forNumbers(NUMBER);
    }

    private static CreateSipParticipant.Builder call(String to) {
        return CreateSipParticipant.dialling("ST_1", to, "lobby", "alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "442079460100",
                "+0442079460100",
                "+12345",
                "+1234567890123456",
                "+44 20 7946 0100",
                "+442079460100\n",
                "+442079460100;ext=1",
                "+4420794601\u0660\u0660",
                "anonymous"
            })
    void a_trunks_number_is_e164_and_nothing_else(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InboundTrunk.forNumbers(number).build())
                .withMessageStartingWith("numbers must be a phone number in E.164");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboundTrunk.to("sip.example.com", number).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trunk().allowedNumbers(List.of(number)).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "192.0.2.0/24", "192.0.2.7/32", "2001:db8::/32", "::1", "2001:db8::1/128"})
    void addresses_and_networks_are_taken(String network) {
        assertThat(trunk().allowedAddresses(List.of(network)).build().allowedAddresses())
                .containsExactly(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.0.0.0/0",
                "::/0",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2",
                "192.0.2.256",
                "010.0.0.1",
                "192.0.2.1, 192.0.2.2",
                "carrier.example.com",
                "sip:192.0.2.1",
                "2001:db8::/129",
                "fe80::1%eth0",
                "1:2:3",
                "192.0.2.0/24\n"
            })
    void what_livekit_would_skip_or_take_for_everyone_is_refused(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trunk().allowedAddresses(List.of(network)).build())
                .withMessageStartingWith("allowedAddresses must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+442079460100\r\nX-Injected: yes",
                "1@sip.example.com",
                "sip:1",
                "1;transport=tcp",
                "1?header=x",
                "1 2",
                "+",
                "\uff11\uff12\uff13",
                "1\u0000",
                "<1>"
            })
    void whom_to_call_is_a_number_or_a_user(String to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call(to).build())
                .withMessageStartingWith("sipCallTo must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+442079460100", "1001", "reception", "front.desk-2_b"})
    void numbers_extensions_and_users_are_taken(String to) {
        assertThat(call(to).build().sipCallTo()).isEqualTo(to);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sip:sip.example.com", "a@b", "x;transport=tcp", "x:0", "x:65536", "x\r\n", "", "-x", "[::1]:"})
    void an_address_is_a_host_with_or_without_a_port(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboundTrunk.to(address, NUMBER).build())
                .withMessageStartingWith("address must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip.example.com", "sip.example.com:5061", "192.0.2.1", "[2001:db8::1]:5060", "x"})
    void hosts_are_taken(String address) {
        assertThat(OutboundTrunk.to(address, NUMBER).build().address()).isEqualTo(address);
    }

    @Test
    void only_extension_headers_of_printable_ascii_are_sent() {
        assertThatCode(() -> call(NUMBER)
                        .headers(Map.of("X-Tenant", "acme; a=\"b\""))
                        .build())
                .doesNotThrowAnyException();
        for (var header : List.of(
                Map.entry("From", "x"),
                Map.entry("x", "x"),
                Map.entry("X-A\r\nX-B", "x"),
                Map.entry("X-A:", "x"),
                Map.entry("X-A", "a\r\nX-B: b"),
                Map.entry("X-A", "é"),
                Map.entry("X-A", "a".repeat(1025)))) {
            var headers = Map.of(header.getKey(), header.getValue());
            assertThatIllegalArgumentException()
                    .as(header.getKey())
                    .isThrownBy(() -> call(NUMBER).headers(headers).build());
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> OutboundTrunk.to("x", NUMBER).headers(headers).build());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        trunk().attributesToHeaders(Map.of("a", "Contact")).build());
        assertThat(trunk().headersToAttributes(Map.of("P-Asserted-Identity", "pai", "X-call_leg_id", "leg"))
                        .build()
                        .headersToAttributes())
                .as("received, so any header")
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+442079460100",
                "sip:1001@sip.example.com",
                "sips:+442079460100@192.0.2.1:5061;transport=tls"
            })
    void a_call_is_transferred_to_a_telephone_or_a_sip_address(String uri) {
        assertThat(new TransferTarget(uri).uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+442079460100",
                "tel:442079460100",
                "tel:+442079460100;ext=1",
                "sip:sip.example.com",
                "sip:a@b;transport=ws",
                "sip:a@b;x=y",
                "sip:a@b?Replaces=x",
                "sip:a\r\nb@c",
                "<sip:a@b>",
                "http://a@b",
                "sip:a@b>,<sip:c@d",
                ""
            })
    void and_to_nothing_else(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TransferTarget(uri))
                .withMessageStartingWith("transferTo must be");
    }

    @Test
    void a_transfer_says_which_number_it_calls() {
        assertThat(TransferTarget.tel(NUMBER).number()).contains(NUMBER);
        assertThat(TransferTarget.sip(NUMBER, "sip.example.com").number()).contains(NUMBER);
        assertThat(TransferTarget.sip("1001", "sip.example.com").number()).isEmpty();
        assertThat(TransferTarget.tel(NUMBER)).asString().doesNotContain("7946");
    }

    @Test
    void a_rule_serves_at_least_one_trunk() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchRule(
                        "", "", Routing.individual("call"), List.of(), List.of(), List.of(), false, Map.of(), null))
                .withMessageContaining("admits anonymous calls");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DispatchRule.forTrunks(Routing.individual("call"), "").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchRule.forTrunks(Routing.individual("call"), "ST_1")
                        .numbers(List.of("442079460100"))
                        .build());
    }

    @Test
    void a_trunk_takes_calls_to_at_least_one_number() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InboundTrunk(
                        "", "", List.of(), List.of(), List.of(), null, Map.of(), Map.of(), null, null, false))
                .withMessageContaining("any number");
    }

    @Test
    void a_call_names_its_participant_and_ends_some_time() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateSipParticipant.dialling("ST_1", NUMBER, "lobby", "")
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateSipParticipant.dialling("ST_1", NUMBER, "", "alice")
                        .build());
        assertThat(call(NUMBER).build().maxCallDuration()).isEqualTo(Duration.ofHours(1));
        for (var duration : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofHours(24).plusSeconds(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call(NUMBER).maxCallDuration(duration).build());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call(NUMBER).ringingTimeout(duration).build());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trunk().ringingTimeout(duration).build());
        }
    }

    @Test
    void names_that_people_see_are_one_line_without_quotes() {
        for (var name : List.of("a\nb", "a\u2028b", "a\u0085b", "a".repeat(257))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call(NUMBER).name(name).build());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trunk().name(name).build());
        }
        for (var name : List.of("a\nb", "\"", "a\\", "<sip:a@b>", "é".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call(NUMBER).displayName(name).build());
        }
        assertThat(call(NUMBER).displayName("Société Générale").build().displayName())
                .isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call(NUMBER).dtmf("12\n").build());
    }

    @Test
    void a_refusal_does_not_repeat_the_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("+442079460100x y").build())
                .withMessageNotContaining("7946");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SipCredential.of("acme", "open sesamé"))
                .withMessageNotContaining("sesam");
    }

    @Test
    void a_calls_text_does_not_show_whom_it_calls() {
        assertThat(call(NUMBER).from(NUMBER).displayName("Alice").build())
                .asString()
                .contains("ST_1", "lobby")
                .doesNotContain("7946", "Alice", "alice");
    }

    @Test
    void a_pin_is_digits_and_is_not_shown() {
        assertThat(new Routing.Direct("lobby", "4711")).asString().doesNotContain("4711");
        assertThat(new Routing.Individual("call", "4711", false)).asString().doesNotContain("4711");
        assertThat(new Routing.Callee("call", "4711", false)).asString().doesNotContain("4711");
        assertThatIllegalArgumentException().isThrownBy(() -> new Routing.Direct("lobby", "47a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Routing.Direct("", "4711"));
    }
}

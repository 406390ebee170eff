// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.SipDestination.Callbacks;
import dev.stagedoor.telephony.carrier.SipDestination.Login;
import dev.stagedoor.telephony.carrier.SipDestination.Ringing;
import dev.stagedoor.telephony.carrier.SipDestination.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that would change the meaning of a URI, a header or a document becomes part of a destination. */
class SipDestinationTest {
    private static final String NUMBER = "+442079460107";
    private static final Secret PASSWORD = Secret.of("a-password");

    private static SipDestination to(String number, String host, Map<String, String> headers) {
        return new SipDestination(
                number,
                host,
                Transport.TCP,
                new Login("stagedoor", PASSWORD),
                headers,
                new Ringing(Duration.ofSeconds(30), true),
                Callbacks.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip.example", "a1b2.sip.livekit.cloud", "192.0.2.1", "localhost:5060", "x:65535"})
    void a_uri_has_the_number_the_host_and_the_transport(String host) {
        assertThat(to(NUMBER, host, Map.of()).uri()).isEqualTo("sip:+442079460107@" + host + ";transport=tcp");
    }

    @Test
    void headers_follow_the_uri_by_name() {
        assertThat(to(NUMBER, "sip.example", Map.of("X-B", "2", "X-A", "call_1.a-b"))
                        .uriWithHeaders())
                .isEqualTo("sip:+442079460107@sip.example;transport=tcp?X-A=call_1.a-b&X-B=2");
        assertThat(to(NUMBER, "sip.example", Map.of()).uriWithHeaders())
                .isEqualTo("sip:+442079460107@sip.example;transport=tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "442079460107",
                "+442079460107\r\nX-Evil: 1",
                "+442079460107\n",
                "+442079460107;ext=1",
                "+442079460107@evil.example",
                "+44207946010７",
                "+44 2079460107",
                "+0123456789"
            })
    void what_is_no_number_is_refused(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> to(number, "sip.example", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip.example;transport=udp",
                "sip.example?X-Evil=1",
                "user@sip.example",
                "sip.example/x",
                "sip.example\r\n",
                "sip.example ",
                "\"sip.example\"",
                "<sip.example>",
                "sip..example",
                "-sip.example",
                "sip.example:0",
                "sip.example:123456",
                "sip.exämple"
            })
    void what_is_no_host_is_refused(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, host, Map.of()));
    }

    @Test
    void a_uri_has_at_most_254_characters() {
        String label = "a".repeat(62);
        String host = String.join(".", label, label, label) + ".";

        int rest = 254 - "sip:+442079460107@;transport=tcp".length() - host.length();
        assertThat(to(NUMBER, host + "a".repeat(rest), Map.of()).uri()).hasSize(254);
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, host + "a".repeat(rest + 1), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Call", "x-call", "X-", "X-Ca ll", "X-Call:", "X-Call\r\n", "X-Cäll", "Contact", "X_Call"})
    void what_is_no_header_of_ours_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, "sip.example", Map.of(name, "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a&X-B=1", "a=b", "a?b", "a;b", "a%26", "a\r\nb", "\"a\"", "<a>", "é", "a,b"})
    void what_a_header_would_have_to_escape_is_refused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, "sip.example", Map.of("X-A", value)));
    }

    @Test
    void headers_are_few_and_short() {
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, "sip.example", headers(9, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, "sip.example", headers(1, 129)));
        assertThatIllegalArgumentException().isThrownBy(() -> to(NUMBER, "sip.example", headers(8, 128)));
        assertThat(to(NUMBER, "sip.example", headers(8, 122)).headers()).hasSize(8);
    }

    private static Map<String, String> headers(int count, int length) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "X-A" + i, i -> "v".repeat(length)));
    }

    @Test
    void headers_do_not_change_afterwards() {
        Map<String, String> headers = new HashMap<>(Map.of("X-A", "1"));
        SipDestination to = to(NUMBER, "sip.example", headers);
        headers.put("X-Evil", "\r\n");

        assertThat(to.headers()).containsOnly(Map.entry("X-A", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234567",
                "a password",
                "a\"password",
                "a'password",
                "a<password",
                "a>password",
                "a\\password",
                "a-password\n",
                "a-passwörd"
            })
    void a_password_that_a_document_or_header_could_end_is_refused(String password) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Login("stagedoor", Secret.of(password)))
                .withMessageNotContaining("a-pass");
        assertThatIllegalArgumentException().isThrownBy(() -> new Login("stagedoor", Secret.of("x".repeat(129))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a@b", "a\"", "a\n", "é"})
    void a_user_that_could_be_more_than_a_name_is_refused(String user) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Login(user, PASSWORD));
    }

    @Test
    void it_rings_for_5_to_600_seconds_and_as_long_as_the_carrier_can() {
        for (long seconds : new long[] {-1, 0, 4, 601}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Ringing(Duration.ofSeconds(seconds), true));
        }
        assertThat(new Ringing(Duration.ofMinutes(10), true).seconds(600)).isEqualTo(600);
        assertThat(new Ringing(Duration.ofMinutes(10), true).seconds(120)).isEqualTo(120);
        assertThat(new Ringing(Duration.ofMillis(5999), true).seconds(600)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status",
                "ftp://a.example",
                "mailto:a@a.example",
                "https:///x",
                "https://user@a.example/x",
                "https://a.example/x#y",
                "https://a.example/it's",
                "https://a.example/é"
            })
    void a_callback_that_is_no_plain_url_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Callbacks(Optional.of(URI.create(url)), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Callbacks(Optional.empty(), Optional.of(URI.create(url))));
    }

    @Test
    void a_callback_has_at_most_1024_characters() {
        URI url = URI.create("https://a.example/" + "x".repeat(1024));

        assertThatIllegalArgumentException().isThrownBy(() -> new Callbacks(Optional.of(url), Optional.empty()));
    }

    @Property
    void whatever_is_accepted_stays_one_uri(
            @ForAll String number, @ForAll String host, @ForAll String name, @ForAll String value) {
        for (String each : new String[] {number, host, name, value}) {
            SipDestination made;
            try {
                made = to(
                        each.equals(number) ? number : NUMBER,
                        each.equals(host) ? host : "sip.example",
                        Map.of("X-" + name, value));
            } catch (IllegalArgumentException refused) {
                continue;
            }
            assertThat(made.uriWithHeaders())
                    .matches("sip:\\+[0-9]+@[A-Za-z0-9.:-]+;transport=tcp\\?X-[A-Za-z0-9-]+=[A-Za-z0-9._-]+");
        }
    }
}

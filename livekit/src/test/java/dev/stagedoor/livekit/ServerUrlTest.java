// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server has one canonical form; spellings that could hide a second server are rejected. */
final class ServerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "ws://h, http://h",
        "http://h, http://h",
        "wss://h, https://h",
        "WSS://H.Example.COM/, https://h.example.com",
        "https://h:443, https://h",
        "ws://h:80///, http://h",
        "wss://h:80, https://h:80",
        "http://h:443, http://h:443",
        "http://h:00080, http://h",
        "https://h./, https://h",
        "https://h.:443/base/, https://h/base",
        "https://h/Base/Path, https://h/Base/Path",
        "wss://bücher.example, https://xn--bcher-kva.example",
        "wss://BÜCHER.example, https://xn--bcher-kva.example",
        "wss://xn--bcher-kva.example, https://xn--bcher-kva.example",
        "wss://bücher。example, https://xn--bcher-kva.example",
        "http://127.0.0.1:7880, http://127.0.0.1:7880",
        "http://[::1]:7880, http://[0:0:0:0:0:0:0:1]:7880",
        "http://[0:0::1]:7880/, http://[0:0:0:0:0:0:0:1]:7880",
        "http://[::FFFF:10.0.0.1], http://10.0.0.1",
        "https://ｆｕｌｌ.example, https://full.example"
    })
    void spellings_of_one_server_come_to_one_form(String typed, String canonical) {
        var url = ServerUrl.parse(typed);
        assertThat(url.canonical()).isEqualTo(canonical);
        assertThat(url.http()).isEqualTo(canonical);
        assertThat(url.ws()).isEqualTo(canonical.replaceFirst("^http", "ws"));
        assertThat(ServerUrl.parse(url.ws())).isEqualTo(url).hasSameHashCodeAs(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pass@h, credentials",
        "https://@h, credentials",
        "https://h?x=1, query",
        "https://h#x, fragment",
        "https://h/%2e%2e/x, percent",
        "https://h%00.example, percent",
        "https:\\\\h, backslash",
        "'https://h x', white space",
        "'https://h\t', white space",
        "ftp://h, scheme",
        "h:7880, of the form",
        "https://, host",
        "https:///path, host",
        "https://:443, host",
        "https://h:, host or port",
        "https://h:0, port outside",
        "https://h:65536, port outside",
        "https://h:-1, host or port",
        "https://h:8a, host or port",
        "https://h:1:2, host or port",
        "https://.., not a valid name",
        "https://h.., not a valid name",
        "https://a_b.example, not a valid name",
        "https://-a.example, not a valid name",
        "https://a-.example, not a valid name",
        "https://a.4b, not a valid name",
        "http://127.1, IPv4",
        "http://2130706433, IPv4",
        "http://0x7f.0.0.1, IPv4",
        "http://0177.0.0.1, IPv4",
        "http://256.0.0.1, IPv4",
        "http://1.2.3.4.5, IPv4",
        "http://example.0x7f, IPv4",
        "http://[::1%25lo], percent",
        "http://[::g], IPv6",
        "http://[1.2.3.4], IPv6",
        "http://[], IPv6",
        "http://[::1, host or port",
        "https://h/../x, path",
        "https://h/a//b, path",
        "https://h/., path",
        "https://h/ä, path",
        "https://h/<x>, path"
    })
    void what_could_hide_a_second_server_is_refused(String typed, String why) {
        assertThatThrownBy(() -> ServerUrl.parse(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the server URL ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://alice:hunter2@h", "https://hunter2?", "hunter2://h", "https://h:hunter2"})
    void a_refusal_never_repeats_what_was_typed(String typed) {
        assertThatThrownBy(() -> ServerUrl.parse(typed)).hasMessageNotContaining("hunter2");
    }

    @Test
    void an_ip_address_in_the_url_is_not_a_name() {
        assertThat(ServerUrl.parse("ws://127.0.0.1:7880").literalAddress()).isPresent();
        assertThat(ServerUrl.parse("ws://[::1]").literalAddress()).isPresent();
        assertThat(ServerUrl.parse("ws://localhost").literalAddress()).isEmpty();
        assertThat(ServerUrl.parse("ws://1.2.3.4.example").literalAddress()).isEmpty();
    }

    @Test
    void the_default_port_is_known_if_none_is_given() {
        assertThat(ServerUrl.parse("ws://h").port()).isEqualTo(80);
        assertThat(ServerUrl.parse("wss://h").port()).isEqualTo(443);
        assertThat(ServerUrl.parse("wss://h:7443").port()).isEqualTo(7443);
    }

    @Test
    void length_is_bounded() {
        assertThatThrownBy(() -> ServerUrl.parse("https://h/" + "a".repeat(3000)))
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> ServerUrl.parse("https://" + "a.".repeat(200) + "b"))
                .hasMessageContaining("name");
    }
}

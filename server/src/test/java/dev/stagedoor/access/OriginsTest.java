// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T5: a publishable key works from exact origins. */
class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "HTTPS://App.Example.COM, https://app.example.com",
        "https://app.example.com:443, https://app.example.com",
        "https://app.example.com:8443, https://app.example.com:8443",
        "http://localhost:3000, http://localhost:3000",
        "http://localhost:80, http://localhost",
        "http://127.0.0.1:5173, http://127.0.0.1:5173",
        "http://[::1]:5173, http://[::1]:5173",
        "capacitor://localhost, capacitor://localhost",
        "Ionic://LocalHost, ionic://localhost",
        "tauri://localhost, tauri://localhost",
        "chrome-extension://abcdefghijklmnop, chrome-extension://abcdefghijklmnop"
    })
    void an_origin_is_kept_as_a_browser_says_it(String said, String kept) {
        assertThat(Origins.checked("origins[0]", said, false)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "https://*",
                "https://*.example.com",
                "https://app.example.com/",
                "app.example.com",
                "https://app.example.com/path",
                "https://user@app.example.com",
                "https://app.example.com?x",
                "https://app.example.com#x",
                "http://app.example.com",
                "http://localhost.example.com",
                "http://192.168.0.7:5173",
                "http://10.0.0.1",
                "ftp://localhost",
                "file://localhost",
                "blob://localhost",
                "wss://localhost",
                "capacitor://",
                "capacitor://localhost/",
                "capacitor://localhost:8080",
                "javascript:alert(1)",
                "https://app.example.com:0",
                "https://app.example.com:65536",
                "https://",
                "https://a b",
                "https://app.example.com\u0000",
                "https://büro.example",
                "http://localhost:*"
            })
    void anything_else_is_refused_by_its_name(String origin) {
        assertInvalid("origins[0]", () -> Origins.checked("origins[0]", origin, false));
    }

    @Test
    void a_private_address_can_be_named_where_the_configuration_says_so_and_a_public_one_never() {
        for (String origin : List.of("http://192.168.0.7:5173", "http://10.0.0.1", "http://[fd00::1]:3000")) {
            assertThat(Origins.checked("origins[0]", origin, true)).isEqualTo(origin);
        }
        for (String origin : List.of("http://8.8.8.8", "http://intranet", "http://[2001:db8::1]")) {
            assertInvalid("origins[0]", () -> Origins.checked("origins[0]", origin, true));
        }
    }

    @Test
    void every_port_of_localhost_can_be_named_where_the_configuration_says_so() {
        String any = Origins.checked("origins[0]", "http://localhost:*", true);

        assertThat(Origins.admit(Set.of(any), "http://localhost:5173")).isTrue();
        assertThat(Origins.admit(Set.of(any), "http://localhost")).isTrue();
        assertThat(Origins.admit(Set.of(any), "http://localhost.example.com")).isFalse();
        assertThat(Origins.admit(Set.of(any), "https://localhost:5173")).isFalse();
        assertThat(Origins.admit(Set.of(any), "")).isFalse();
    }
}

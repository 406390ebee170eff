// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL that a carrier requested, from what is configured. */
class PublicAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example:443",
        "https://a.example:443, https://a.example",
        "http://a.example, http://a.example:80",
        "http://a.example:80, http://a.example",
        "https://a.example:8443, https://a.example",
        "http://127.0.0.1:8080, http://127.0.0.1",
        "https://[2001:db8::1], https://[2001:db8::1]:443",
        "https://a.example/stagedoor, https://a.example:443/stagedoor",
        "https://a.example:8443/a/b, https://a.example/a/b"
    })
    void a_port_may_be_there_or_not(String base, String other) {
        assertThat(new PublicAddress(base).spellings("/x?y=1")).containsExactly(base + "/x?y=1", other + "/x?y=1");
    }

    @Test
    void the_target_stays_as_it_was_sent() {
        String target = "/a%2fb//./c;d?x=%20+&x=&%C3%A9#";

        assertThat(new PublicAddress("https://a.example").url(target)).isEqualTo("https://a.example" + target);
        assertThat(new PublicAddress("https://a.example").spellings(target))
                .containsExactly("https://a.example" + target, "https://a.example:443" + target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "ftp://a.example",
                "HTTPS://a.example",
                "https://",
                "https://a.example/",
                "https://a.example/a/",
                "https://a.example?x",
                "https://a.example#x",
                "https://user@a.example",
                "https://user:secret@a.example",
                "https://a.example:",
                "https://a.example:123456",
                "https://a b.example",
                "https://a.example\n"
            })
    void what_is_no_address_is_refused(String base) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicAddress(base));
    }
}

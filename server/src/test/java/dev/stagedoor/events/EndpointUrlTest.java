// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlTest {
    private static final Egress PUBLIC = new Egress(EgressConfig.publicOnly());
    private static final Egress NEARBY = new Egress(new EgressConfig(List.of("127.0.0.0/8", "10.0.0.0/8")));

    @ParameterizedTest
    @CsvSource({
        "https://backend.example.com/hooks?a=b%20c, https://backend.example.com/hooks?a=b%20c",
        "HTTPS://Backend.Example.com, https://backend.example.com/",
        "https://backend.example.com:443/a/, https://backend.example.com/a/"
    })
    void https_is_taken_as_it_is_written(String text, String url) {
        assertThat(EndpointUrl.of(text, PUBLIC).text()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9000/", "http://localhost:9000/", "http://10.1.2.3/hooks"})
    void http_is_for_addresses_nearby_that_the_operator_allows(String text) {
        assertThat(EndpointUrl.of(text, NEARBY).text()).isEqualTo(text);
        assertThatThrownBy(() -> EndpointUrl.of(text, PUBLIC))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("url")
                .hasMessageContaining("https://")
                .hasMessageContaining("egress.allow");
    }

    @ParameterizedTest
    @CsvSource({
        "http://backend.example.com/, https://",
        "http://192.168.0.1/, https://",
        "ftp://backend.example.com/, https://",
        "/hooks, https://",
        "backend.example.com, https://",
        "https:///hooks, host",
        "https://backend.example.com/#top, fragment",
        "https://user:word@backend.example.com/, signature",
        "https://backend.example.com/a b, %20",
        "https://0x7f.1/, host",
        "https://backend.example.com:99999/, port"
    })
    void what_is_wrong_is_said_with_the_way_out(String text, String words) {
        assertThatThrownBy(() -> EndpointUrl.of(text, NEARBY)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly("url");
            assertThat(problem.detail()).contains(words);
        });
    }

    @Test
    void its_query_is_not_printed() {
        assertThat(EndpointUrl.of("https://backend.example.com/hooks?key=1", PUBLIC))
                .hasToString("https://backend.example.com");
    }
}

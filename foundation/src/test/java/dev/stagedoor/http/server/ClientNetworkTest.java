// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client's network is what its connection, and trusted proxies, say of it (I7)")
class ClientNetworkTest {
    private final ClientNetwork behind = new ClientNetwork(List.of("10.0.0.0/8", "fd00::/8"));

    private static String of(ClientNetwork networks, String peer, String... forwarded) {
        WritableHeaders<?> headers = WritableHeaders.create();
        if (forwarded.length > 0) {
            headers.set(HeaderNames.create("X-Forwarded-For"), forwarded);
        }
        return networks.of(new InetSocketAddress(peer, 4711), ServerRequestHeaders.create(headers));
    }

    @Test
    void without_trusted_proxies_the_header_means_nothing() {
        ClientNetwork direct = new ClientNetwork(List.of());

        assertThat(of(direct, "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(of(direct, "198.51.100.7", "203.0.113.9")).isEqualTo("198.51.100.7");
    }

    @Test
    void a_client_that_is_no_proxy_cannot_claim_another_network() {
        assertThat(of(behind, "198.51.100.7", "203.0.113.9")).isEqualTo("198.51.100.7");
    }

    @Test
    void a_trusted_proxy_says_who_came_and_what_came_before_is_the_clients_own_claim() {
        assertThat(of(behind, "10.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(of(behind, "10.0.0.1", "192.0.2.1, 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(of(behind, "10.0.0.1", "192.0.2.1, 203.0.113.9, 10.2.0.1")).isEqualTo("203.0.113.9");
        assertThat(of(behind, "10.0.0.1", "192.0.2.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void what_is_no_address_leaves_the_proxy_that_wrote_it() {
        assertThat(of(behind, "10.0.0.1", "203.0.113.9, unknown")).isEqualTo("10.0.0.1");
        assertThat(of(behind, "10.0.0.1", "")).isEqualTo("10.0.0.1");
        assertThat(of(behind, "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void an_ipv6_client_is_known_by_its_64_bit_network() {
        assertThat(of(behind, "fd00::1", "2001:db8:1:2:aaaa::1")).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(of(behind, "fd00::1", "2001:db8:1:2:bbbb::9")).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(of(behind, "10.0.0.1", "::ffff:203.0.113.9")).isEqualTo("203.0.113.9");
    }
}

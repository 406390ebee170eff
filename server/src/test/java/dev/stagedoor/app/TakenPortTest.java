// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.config.Config;
import dev.stagedoor.http.HttpConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A server that cannot listen does not start")
class TakenPortTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    @Test
    void a_taken_port_is_named_with_what_to_do_whether_it_is_for_the_api_or_the_metrics() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            for (HttpConfig http : new HttpConfig[] {http(port, 0), http(0, port)}) {
                assertThatThrownBy(() -> SERVER.startAnotherNode(http))
                        .isInstanceOf(CannotListen.class)
                        .hasMessage(
                                "Another program listens on 127.0.0.1:" + port + ": end it, or choose another port.");
            }
        }
    }

    private static HttpConfig http(int port, int metricsPort) {
        Map<String, String> environment = Map.of(
                "STAGEDOOR_HTTP_HOST",
                "127.0.0.1",
                "STAGEDOOR_HTTP_PORT",
                Integer.toString(port),
                "STAGEDOOR_HTTP_METRICS_PORT",
                Integer.toString(metricsPort),
                "STAGEDOOR_HTTP_DRAIN_DELAY",
                "0s");
        return Config.load(null, environment, Map.of("http", HttpConfig.class), Set.of())
                .section("http", HttpConfig.class);
    }
}

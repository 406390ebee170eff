// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.config.Config;
import dev.stagedoor.http.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code http.metrics_port}: metrics for anyone who can reach that port, and nothing else there. */
class MetricsPortTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    @Test
    void metricsNeedAnOperatorsKeyExceptOnTheirOwnPort() throws Exception {
        int metricsPort = freePort();
        URI node = SERVER.startAnotherNode(config(metricsPort));
        URI metrics = URI.create("http://127.0.0.1:" + metricsPort);

        assertThat(get(node.resolve("/health/ready")).statusCode()).isEqualTo(200);
        assertThat(get(node.resolve("/metrics")).statusCode()).isEqualTo(401);
        HttpResponse<String> open = get(metrics.resolve("/metrics"));
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.body())
                .contains("http_server_requests_seconds_count", "jvm_memory_used_bytes", "stagedoor_ledger_waiting")
                .contains(
                        "stagedoor_database_connections{role=\"app\",state=\"active\"}",
                        "stagedoor_stale_epochs_total");
        assertThat(get(metrics.resolve("/health/ready")).statusCode()).isEqualTo(404);
        assertThat(get(metrics.resolve("/api/v1/tenants")).statusCode()).isEqualTo(404);
    }

    private static HttpConfig config(int metricsPort) {
        Map<String, String> environment =
                Map.of("STAGEDOOR_HTTP_PORT", "0", "STAGEDOOR_HTTP_METRICS_PORT", Integer.toString(metricsPort));
        return Config.load(null, environment, Map.of("http", HttpConfig.class), Set.of())
                .section("http", HttpConfig.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(URI url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}

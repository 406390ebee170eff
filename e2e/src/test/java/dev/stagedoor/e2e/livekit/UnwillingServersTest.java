// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.vault.VaultConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A server that does not take a credential, does not answer, or may not be called (I3, I8)")
class UnwillingServersTest {
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final String SECRET = "a-secret-that-no-server-was-ever-given";

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(UnwillingServersTest::impatient);

    private static AppConfig impatient(AppConfig usual) {
        return TestConfig.with(usual, new VaultConfig(PROBE, Duration.ofMinutes(2), Duration.ofDays(90)));
    }

    @BeforeAll
    static void a_tenant() {
        done(SERVER.operator().post("/api/v1/tenants", "{\"slug\":\"acme\",\"name\":\"Acme\"}"));
    }

    @AfterEach
    void nothing_counts_and_nothing_is_claimed() {
        assertThat(SERVER.column("SELECT DISTINCT state FROM credentials")).isSubsetOf("failed");
        assertThat(SERVER.column("SELECT part FROM credential_fingerprints")).isEmpty();
        refused(SERVER.operator().post("/api/v1/tenants/acme/tokens", "{}"), 422, "credential_missing");
    }

    private static Answer put(String url) {
        String body = "{\"server_url\":\"%s\",\"api_key\":\"APIacme\",\"api_secret\":\"%s\"}".formatted(url, SECRET);
        return SERVER.operator().put("/api/v1/tenants/acme/credentials/livekit", body);
    }

    @Test
    void nobody_listens() throws IOException {
        int free;
        try (ServerSocket listened = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = listened.getLocalPort();
        }

        refused(put("http://127.0.0.1:" + free), 503, "provider_unavailable");
    }

    @Test
    void it_accepts_and_says_nothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();

            refused(put("http://127.0.0.1:" + silent.getLocalPort()), 503, "provider_unavailable");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(PROBE, PROBE.multipliedBy(5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, 503, provider_unavailable",
        "502, 503, provider_unavailable",
        "429, 503, provider_unavailable",
        "401, 422, credential_rejected",
        "403, 422, credential_rejected"
    })
    void it_answers_with(int status, int said, String code) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            refused(put("http://127.0.0.1:" + server.getAddress().getPort()), said, code);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://[fe80::1]:7880",
                "http://[::ffff:169.254.169.254]",
                "http://[fd00:ec2::254]",
                "http://0.0.0.0:7880",
                "http://10.0.0.1:7880",
                "wss://192.168.1.1"
            })
    void it_is_where_nobody_may_be_called(String url) {
        Answer answer = refused(put(url), 422, "address_not_allowed");

        assertThat(answer.at("/errors/0/field")).isEqualTo("server_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "file:///etc/passwd", "ftp://127.0.0.1", "http://user:pw@127.0.0.1", "http://", "127.0.0.1"})
    void it_is_no_server(String url) {
        Answer answer = refused(put(url), 422, "invalid_request");

        assertThat(answer.at("/errors/0/field")).isEqualTo("server_url");
    }
}

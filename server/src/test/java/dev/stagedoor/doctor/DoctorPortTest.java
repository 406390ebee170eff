// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.commands.Settings;
import dev.stagedoor.http.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("doctor looks whether the server could listen")
@Tag("slow")
class DoctorPortTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static HttpConfig http(String host, int port, int metricsPort) {
        Map<String, String> environment = Map.of(
                "STAGEDOOR_HTTP_HOST",
                host,
                "STAGEDOOR_HTTP_PORT",
                Integer.toString(port),
                "STAGEDOOR_HTTP_METRICS_PORT",
                Integer.toString(metricsPort),
                "STAGEDOOR_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1/x");
        return Settings.config(null, environment).http();
    }

    private static String complaints(HttpConfig http) {
        return DoctorScene.complaints(CheckPort.of(http));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_free_port_is_as_it_should_be() throws IOException {
        assertThat(complaints(http("127.0.0.1", freePort(), freePort()))).isEmpty();
    }

    @Test
    void a_stagedoor_that_listens_there_already_is_ours_on_both_of_its_ports() throws IOException {
        HttpConfig listening = http("127.0.0.1", freePort(), freePort());
        SERVER.startAnotherNode(listening);

        assertThat(CheckPort.of(listening))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.why()).isEqualTo("Stagedoor is already listening on it"));
        assertThat(complaints(http("0.0.0.0", listening.port(), 0))).isEmpty();
    }

    @Test
    void a_port_that_another_program_has_is_a_failure_however_silent_it_is() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(complaints(http("127.0.0.1", other.getLocalPort(), 0)))
                    .startsWith("FAILED http.port " + other.getLocalPort() + ": 127.0.0.1: Address already in use");
        }
    }

    @Test
    void an_address_that_is_not_this_machines_is_a_failure() {
        assertThat(complaints(http("192.0.2.1", 8080, 0)))
                .isEqualTo("FAILED http.port 8080: 192.0.2.1 is not an address of this machine");
        assertThat(complaints(http("no-such-host.invalid", 8080, 0))).startsWith("FAILED http.port 8080: no-such-host");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks whether the server can listen on its port, or already does. */
final class CheckPort {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private CheckPort() {}

    static List<CheckResult> of(HttpConfig http) {
        List<CheckResult> results = new ArrayList<>();
        results.add(look(http.host(), http.port(), "http.port"));
        if (http.metricsPort() != 0) {
            results.add(look(http.host(), http.metricsPort(), "http.metrics_port"));
        }
        return results;
    }

    private static CheckResult look(String host, int port, String key) {
        String what = key + " " + port;
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
                return CheckResult.failed(what, host + " is not an address of this machine", "correct http.host");
            }
            try (ServerSocket socket = new ServerSocket(port, 1, address)) {
                return CheckResult.ok(what, "free on " + socket.getInetAddress().getHostAddress());
            } catch (BindException taken) {
                return isOurs(address, port)
                        ? CheckResult.ok(what, "Stagedoor is already listening on it")
                        : CheckResult.failed(what, host + ": " + taken.getMessage(), "choose another " + key);
            }
        } catch (IOException wrong) {
            return CheckResult.failed(what, host + ": " + wrong.getMessage(), "correct http.host");
        }
    }

    /** Recognized by its version or, on the metrics port, by its errors. */
    private static boolean isOurs(InetAddress address, int port) {
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://" + literal + ":" + port + "/version"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            byte[] answer = http.send(ask, BodyHandlers.limiting(BodyHandlers.ofByteArray(), 4096))
                    .body();
            JsonNode said = Json.mapper().readTree(answer);
            return said.path("name").asText().equals("stagedoor")
                    || said.path("request_id").asText().startsWith("req_");
        } catch (IOException other) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

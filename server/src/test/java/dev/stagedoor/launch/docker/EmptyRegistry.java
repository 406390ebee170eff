// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A registry that has no image; Docker asks one at a loopback address without TLS. */
final class EmptyRegistry implements AutoCloseable {
    private static final byte[] UNKNOWN =
            "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private EmptyRegistry(HttpServer server) {
        this.server = server;
    }

    static EmptyRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean isBase = exchange.getRequestURI().getPath().equals("/v2/");
            exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = isBase ? "{}".getBytes(StandardCharsets.UTF_8) : UNKNOWN;
            exchange.sendResponseHeaders(
                    isBase ? 200 : 404, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        return new EmptyRegistry(server);
    }

    String image() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/nobody/agent:1";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

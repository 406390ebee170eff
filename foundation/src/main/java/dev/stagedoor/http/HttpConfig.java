// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The HTTP server's address and limits. Proxies' forwarded headers are ignored, but for {@code X-Forwarded-For} of {@code
 * trusted_proxies}: limits of sign-ins depend on a client's network, nothing else.
 */
public record HttpConfig(
        @Setting(value = "The address to listen on.", initial = "127.0.0.1")
        String host,

        @Setting(value = "The port to listen on; 0 for any free port.", initial = "8080", max = 65_535)
        int port,

        @Setting(
                value = "A second port, on the same address, that serves /metrics without a key; 0 for none.",
                initial = "0",
                max = 65_535)
        int metricsPort,

        @Setting(value = "The maximum size of a request body.", initial = "1MiB", min = 1024, max = 64 << 20)
        DataSize maxBody,

        @Setting(value = "The maximum total size of a request's headers.", initial = "16KiB", min = 1024, max = 1 << 20)
        DataSize maxHeaders,

        @Setting(
                value = "The maximum time a client may take to send a request, from first byte to last.",
                initial = "30s",
                min = 100,
                max = 600_000)
        Duration requestTimeout,

        @Setting(
                value = "The idle timeout of a connection, and the maximum time a client may leave a response unread.",
                initial = "2m",
                min = 100,
                max = 3_600_000)
        Duration idleTimeout,

        @Setting(value = "The maximum number of concurrent connections.", initial = "20000", min = 1, max = 1_000_000)
        int maxConnections,

        @Setting(value = "The keep-alive interval of an event stream.", initial = "15s", min = 10)
        Duration keepAlive,

        @Setting(
                value = "How long the server goes on serving after a shutdown begins, while /health/ready fails,"
                        + " so that load balancers can stop sending requests.",
                initial = "0s",
                max = 600_000)
        Duration drainDelay,

        @Setting(
                value = "How long requests in progress may take to finish during a shutdown.",
                initial = "20s",
                max = 600_000)
        Duration drainTimeout,

        @Setting(
                value =
                        "The max-age of Strict-Transport-Security; 0 omits the header. Set it if TLS terminates in front.",
                initial = "0s")
        Duration hsts,

        @Setting(value = "Whether to log each request.", initial = "true")
        boolean accessLog,

        @Setting(
                value = "The address ranges of proxies in front, such as 10.0.0.0/8: their X-Forwarded-For says which"
                        + " network a client is in. Empty: the header is ignored.",
                initial = "")
        List<String> trustedProxies,

        @Setting(
                value = "The URL at which the outside reaches this server, such as https://stagedoor.example: phone"
                        + " carriers sign it. Empty: their webhooks are refused.",
                initial = "")
        String publicUrl,

        @Setting("The limits of open WebSockets.") Sockets sockets,
        @Setting("The limits of open event streams.") Streams streams) {
    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** How many WebSockets may be open on this node at a time. */
    public record Sockets(
            @Setting(
                    value = "The maximum number of open WebSockets of a tenant, on each node.",
                    initial = "1000",
                    min = 1,
                    max = 1_000_000)
            int maxPerTenant,

            @Setting(
                    value = "The maximum number of open WebSockets of an API key, on each node.",
                    initial = "200",
                    min = 1,
                    max = 1_000_000)
            int maxPerKey) {}

    /** How many event streams may be open on this node at a time. */
    public record Streams(
            @Setting(
                    value = "The maximum number of open event streams of a tenant, on each node.",
                    initial = "500",
                    min = 1,
                    max = 1_000_000)
            int maxPerTenant,

            @Setting(
                    value = "The maximum number of open event streams of an API key, on each node.",
                    initial = "200",
                    min = 1,
                    max = 1_000_000)
            int maxPerKey) {}

    /** The defaults, on any free port of the loopback interface: for tests and {@code dev}. */
    public static HttpConfig local() {
        return new HttpConfig(
                "127.0.0.1",
                0,
                0,
                new DataSize(1 << 20),
                new DataSize(16 << 10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                20_000,
                Duration.ofSeconds(15),
                Duration.ZERO,
                Duration.ofSeconds(20),
                Duration.ZERO,
                true,
                List.of(),
                "",
                new Sockets(1000, 200),
                new Streams(500, 200));
    }

    /** The same with some settings changed: {@code with(draft -> draft.port = 8443)}. */
    public HttpConfig with(Consumer<Draft> changes) {
        Draft draft = new Draft(this);
        changes.accept(draft);
        return draft.finished();
    }

    /** Settings that can still be changed; those that are not here stay as they were. */
    public static final class Draft {
        private final HttpConfig from;
        public int port;
        public int metricsPort;
        public Duration requestTimeout;
        public Duration idleTimeout;
        public int maxConnections;
        public Duration keepAlive;
        public Duration drainDelay;
        public Duration drainTimeout;
        public Duration hsts;
        public boolean accessLog;
        public List<String> trustedProxies;
        public String publicUrl;
        public Sockets sockets;
        public Streams streams;

        private Draft(HttpConfig from) {
            this.from = from;
            port = from.port;
            metricsPort = from.metricsPort;
            requestTimeout = from.requestTimeout;
            idleTimeout = from.idleTimeout;
            maxConnections = from.maxConnections;
            keepAlive = from.keepAlive;
            drainDelay = from.drainDelay;
            drainTimeout = from.drainTimeout;
            hsts = from.hsts;
            accessLog = from.accessLog;
            trustedProxies = from.trustedProxies;
            publicUrl = from.publicUrl;
            sockets = from.sockets;
            streams = from.streams;
        }

        private HttpConfig finished() {
            return new HttpConfig(
                    from.host,
                    port,
                    metricsPort,
                    from.maxBody,
                    from.maxHeaders,
                    requestTimeout,
                    idleTimeout,
                    maxConnections,
                    keepAlive,
                    drainDelay,
                    drainTimeout,
                    hsts,
                    accessLog,
                    trustedProxies,
                    publicUrl,
                    sockets,
                    streams);
        }
    }

    /** The same for the extra port of {@code metrics_port}. */
    public HttpConfig forMetrics() {
        return with(draft -> {
            draft.port = metricsPort;
            draft.metricsPort = 0;
            draft.maxConnections = 64;
            draft.drainDelay = Duration.ZERO;
            draft.accessLog = false;
        });
    }
}

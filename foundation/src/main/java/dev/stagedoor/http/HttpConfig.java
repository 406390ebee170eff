package dev.stagedoor.http;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/**
 * How the HTTP server listens and what it bears. Forwarded headers of proxies are not believed: nothing is decided by a
 * client's address.
 */
public record HttpConfig(
        @Setting(value = "The address to listen on.", initial = "127.0.0.1")
        String host,

        @Setting(value = "The port to listen on; 0 takes any free one.", initial = "8080", max = 65_535)
        int port,

        @Setting(
                value = "A further port, on the same address, where /metrics answers without a key; 0 for none.",
                initial = "0",
                max = 65_535)
        int metricsPort,

        @Setting(value = "The largest request body.", initial = "1MiB", min = 1024, max = 64 << 20)
        DataSize maxBody,

        @Setting(
                value = "The most bytes all headers of a request may have.",
                initial = "16KiB",
                min = 1024,
                max = 1 << 20)
        DataSize maxHeaders,

        @Setting(
                value = "How long a client may take to send a request, from its first byte to its last.",
                initial = "30s",
                min = 100,
                max = 600_000)
        Duration requestTimeout,

        @Setting(
                value = "How long a kept connection may be idle, and how long a client may leave an answer unread.",
                initial = "2m",
                min = 100,
                max = 3_600_000)
        Duration idleTimeout,

        @Setting(value = "The most connections at once.", initial = "20000", min = 1, max = 1_000_000)
        int maxConnections,

        @Setting(
                value = "How often an event stream with nothing to say shows that it lives.",
                initial = "15s",
                min = 10)
        Duration keepAlive,

        @Setting(
                value = "How long, on going down, the server still serves while /health/ready says no,"
                        + " so that a load balancer can turn away.",
                initial = "0s",
                max = 600_000)
        Duration drainDelay,

        @Setting(value = "How long, on going down, requests under way may take to end.", initial = "20s", max = 600_000)
        Duration drainTimeout,

        @Setting(
                value = "The max-age of Strict-Transport-Security; 0 sends none. Set it where TLS ends in front.",
                initial = "0s")
        Duration hsts,

        @Setting(value = "Whether each request is written to the log.", initial = "true")
        boolean accessLog) {

    /** What holds when nothing is set, on any free port of the loopback interface: for tests and {@code dev}. */
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
                true);
    }

    /** The same for the further port of {@code metrics_port}. */
    public HttpConfig forMetrics() {
        return new HttpConfig(
                host,
                metricsPort,
                0,
                maxBody,
                maxHeaders,
                requestTimeout,
                idleTimeout,
                64,
                keepAlive,
                Duration.ZERO,
                drainTimeout,
                hsts,
                false);
    }

    /** The same on that port. */
    public HttpConfig onPort(int number) {
        return new HttpConfig(
                host,
                number,
                metricsPort,
                maxBody,
                maxHeaders,
                requestTimeout,
                idleTimeout,
                maxConnections,
                keepAlive,
                drainDelay,
                drainTimeout,
                hsts,
                accessLog);
    }
}

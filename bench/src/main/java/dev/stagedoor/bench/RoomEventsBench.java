// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How soon LiveKit's webhooks are answered, at a steady rate of all tenants together, whatever comes of them: LiveKit drops what
 * waits for longer than half a minute, and all behind it.
 */
final class RoomEventsBench {
    private static final int TENANTS = 10;
    private static final int CONNECTIONS = 64;
    private static final List<Integer> RATES = List.of(200, 1_000, 3_000);
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final Expected TAKEN = new Expected(204, "");

    private final DurablePostgres postgres;
    private final StagedoorServer server;
    private final List<TokenSigner> signers = new ArrayList<>();
    private int sent;

    private RoomEventsBench(DurablePostgres postgres, StagedoorServer server) {
        this.postgres = postgres;
        this.server = server;
    }

    /** Runs it and prints tables. */
    static void run(Settings settings, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "webhooks", postgres);
        try (StagedoorServer server = installed.serve()) {
            new RoomEventsBench(postgres, server).run();
        }
    }

    private void run() {
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            String key = "APIwebhooks" + tenant;
            String secret = "a-secret-of-the-benchmark-for-webhooks-" + tenant;
            LiveKitCredentialRequest project =
                    new LiveKitCredentialRequest("ws://127.0.0.1:" + (20_100 + tenant), key, secret);
            server.customer("hooks-" + tenant, project, false);
            signers.add(new TokenSigner(ApiKey.of(key, secret), Clock.systemUTC()));
        }
        Contender.Meters meters = Contender.Meters.ofJvm(server.pid());
        int usual = RATES.get(1);
        WarmUp.of("webhooks", meters, () -> measure(meters, usual, WarmUp.SLICE));
        MarkdownTable table = new MarkdownTable(
                "LiveKit's webhooks, " + TENANTS + " tenants",
                "answer p50 ms",
                "p99",
                "slowest",
                "CPU µs/webhook",
                "server",
                "PostgreSQL");
        Goals goals = new Goals();
        for (int rate : RATES) {
            Settings.say("webhooks: " + rate + " a second");
            Measured measured = measure(meters, rate, TIME);
            table.row(
                    Text.whole(rate) + " a second",
                    Text.hundredths(measured.p50()),
                    Text.hundredths(measured.p99()),
                    Text.hundredths(measured.load().latencies().millis(100)),
                    Text.whole(measured.cpu()),
                    Text.whole(measured.serverCpu()),
                    Text.whole(measured.postgresCpu()));
            goals.atMost("answer to a webhook, " + Text.whole(rate) + " a second, p99", 50, measured.p99(), " ms");
        }
        System.out.println(table);
        System.out.println(goals);
    }

    private Measured measure(Contender.Meters meters, int rate, Duration time) {
        List<byte[]> requests = new ArrayList<>();
        for (long i = 0; i <= rate * (time.toSeconds() + 1); i++) {
            requests.add(request(sent++));
        }
        Load load = new Load(server.port(), requests::get, CONNECTIONS, TAKEN);
        return meters.during(postgres, () -> load.atRate(rate, time));
    }

    /** Somebody comes into a room, or leaves it. */
    private byte[] request(int n) {
        String event = n / TENANTS % 2 == 0 ? "participant_joined" : "participant_left";
        String body = """
                {"event":"%s","room":{"sid":"RM_%d","name":"hooks-%d.room-%d"},"participant":{"sid":"PA_%d",\
                "identity":"user-%d","kind":"STANDARD","joinedAt":"%d"},"id":"EV_%d","createdAt":"%d"}""".formatted(
                        event,
                        n % 1_000,
                        n % TENANTS,
                        n % 1_000,
                        n / 2,
                        n / 2,
                        Instant.now().getEpochSecond(),
                        n,
                        Instant.now().getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        AccessToken token = AccessToken.forServer()
                .sha256(WebhookVerifier.sha256(bytes))
                .ttl(Duration.ofMinutes(5))
                .build();
        String request = "POST /webhooks/livekit HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nContent-Type: application/webhook+json\r\nAuthorization: "
                + signers.get(n % TENANTS).sign(token).jwt() + "\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                + body;
        return request.getBytes(StandardCharsets.UTF_8);
    }
}

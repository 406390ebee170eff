// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.bench.load.AtOnce;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.load.Load;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A realtime gateway to measure, ours or a peer, by one tenant of it.
 *
 * @param name       as shown in the tables
 * @param port       where it listens
 * @param backendKey what the tenant's backend calls it with
 * @param java       whether it is a JVM
 * @param meters     what it has used so far
 * @param entries    the number of the tenant's audit entries
 */
public record RealtimeServer(
        String name,
        int port,
        String backendKey,
        long pid,
        boolean java,
        Contender.Meters meters,
        LongSupplier entries) {
    private static final Pattern SESSION = Pattern.compile("\"session_token\":\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"agent_c_token\":\"([^\"]+)\"");
    private static final Expected OK = new Expected(200, "agent_c_token");

    /** What an app user has once they have signed in. */
    public record SignedIn(String session, String token) {
        @Override
        public String toString() {
            return "SignedIn";
        }
    }

    /** A tenant of ours, with an agent that repeats what it is told. */
    public static RealtimeServer tenantOf(StagedoorServer server, String slug) {
        Customer customer = server.customer(slug);
        server.operatorOf(customer)
                .agents()
                .put(
                        "parrot",
                        new AgentDefinition(
                                null, "Parrot", "parrot", null, "stagedoor/echo", null, null, true, null, null));
        String key = server.operatorOf(customer)
                .keys()
                .create(new NewApiKey(null, "realtime", List.of("sessions:write"), null, null, null, null))
                .key();
        return new RealtimeServer(
                "Stagedoor",
                server.port(),
                key,
                server.pid(),
                true,
                Contender.Meters.ofJvm(server.pid()),
                () -> server.entries(List.of(customer)));
    }

    /** The same tenant of ours, served by another process on the same database. */
    public RealtimeServer on(StagedoorServer other) {
        return new RealtimeServer(
                name, other.port(), backendKey, other.pid(), true, Contender.Meters.ofJvm(other.pid()), entries);
    }

    /** The peer's. */
    public static RealtimeServer of(RealtimePeer peer, DurablePostgres postgres) {
        return new RealtimeServer(
                "ws, Node",
                peer.port(),
                peer.backendKey(),
                peer.pid(),
                false,
                Contender.Meters.of(peer.pid()),
                () -> RealtimePeer.entries(postgres));
    }

    /** Signs so many users in, named by that and a number, all at the same time. */
    public AtOnce.Answered signInAtOnce(String user, int users) {
        return AtOnce.send(
                port,
                IntStream.range(0, users)
                        .mapToObj(i -> request("/api/v1/sessions", backendKey, "{\"user_id\":\"" + user + i + "\"}"))
                        .toList(),
                Expected.CREATED);
    }

    /** Signs so many users in, some at a time. */
    public List<SignedIn> signIn(String user, int users) {
        List<SignedIn> all = new ArrayList<>();
        for (int i = 0; all.size() < users; i++) {
            all.addAll(signedIn(signInAtOnce(user + i + "-", Math.min(100, users - all.size()))));
        }
        return all;
    }

    public static List<SignedIn> signedIn(AtOnce.Answered answered) {
        return answered.answers().stream()
                .map(answer -> new SignedIn(found(SESSION, answer), found(TOKEN, answer)))
                .toList();
    }

    private static String found(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("an answer without " + pattern);
        }
        return matcher.group(1);
    }

    /** It as a server of fresh tokens for those who have signed in. */
    public Contender refreshing(List<SignedIn> users) {
        return new Refreshing(this, users);
    }

    private record Refreshing(RealtimeServer server, List<SignedIn> users) implements Contender {
        @Override
        public String name() {
            return server.name;
        }

        @Override
        public int port() {
            return server.port;
        }

        @Override
        public Meters meters() {
            return server.meters;
        }

        @Override
        public Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how) {
            List<byte[]> requests = users.stream()
                    .map(user -> server.request("/api/auth/refresh-agent-token", user.session, ""))
                    .toList();
            Load load = new Load(server.port, n -> requests.get(n % requests.size()), connections, OK);
            long before = server.entries.getAsLong();
            Measured measured = server.meters.during(postgres, () -> how.apply(load));
            long written = server.entries.getAsLong() - before;
            int answers = measured.load().latencies().count();
            if (written != answers) {
                throw new IllegalStateException(server.name + ": " + answers + " answers, but " + written
                        + " audit entries: these figures say nothing");
            }
            return measured;
        }
    }

    private byte[] request(String path, String bearer, String body) {
        String request = "POST " + path + " HTTP/1.1\r\n"
                + "Host: 127.0.0.1:" + port + "\r\n"
                + "Authorization: Bearer " + bearer + "\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return name + " on " + port;
    }
}

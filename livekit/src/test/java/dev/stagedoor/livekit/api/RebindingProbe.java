// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.token.ApiKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Run by {@link AddressGuardTest} in its own JVM. {@link FakeDns} resolves its names, so a name can change its
 * addresses; the cache is off ({@code sun.net.inetaddr.ttl}) where a case needs that. Prints one line per case,
 * beginning with the case's name.
 */
final class RebindingProbe {
    private static final InetAddress FORBIDDEN = InetAddress.getLoopbackAddress();

    private RebindingProbe() {}

    public static void main(String[] args) throws Exception {
        run();
    }

    private static void run() throws Exception {
        try (var inner = ScriptedServer.answering(200, "{\"sid\":\"RM_inner\"}")) {
            int port = inner.url().port();
            FakeDns.bind("plain.test", "127.0.0.1");
            report("forbidden", call("http://plain.test:" + port, RebindingProbe::permits), inner);

            FakeDns.bind("localhost.test", "127.0.0.1");
            report("permitted", call("http://localhost.test:" + port, (_, _) -> true), inner);

            // The check sees a permitted address; the connection afterwards would see the inner server.
            FakeDns.bind("rebind.test", "192.0.2.7");
            report("rebinding", call("http://rebind.test:" + port, rebindingAfterFirstLook("rebind.test")), inner);

            // Unguarded code in this JVM has just looked the name up, so the JDK has cached it.
            FakeDns.bind("cached.test", "127.0.0.1");
            InetAddress.getAllByName("cached.test");
            report("cached", call("http://cached.test:" + port, RebindingProbe::permits), inner);

            FakeDns.bind("other.test", "127.0.0.1");
            System.out.println("case unguarded look-up: " + InetAddress.getAllByName("other.test")[0].getHostAddress());
        }
    }

    private static boolean permits(String host, InetAddress address) {
        return !address.equals(FORBIDDEN);
    }

    private static AddressPolicy rebindingAfterFirstLook(String host) {
        var looks = new AtomicInteger();
        return (_, address) -> {
            if (looks.incrementAndGet() == 1) {
                FakeDns.bind(host, "127.0.0.1");
            }
            return permits(host, address);
        };
    }

    private static String call(String url, AddressPolicy policy) {
        try (var client = LiveKitClient.create(policy)) {
            var project = Project.of(ServerUrl.parse(url), ApiKey.of("APIx", "secret"));
            return client.rooms(project)
                    .within(url.contains("rebind") ? Duration.ofSeconds(3) : Duration.ofSeconds(30))
                    .createRoom(CreateRoom.named("r"))
                    .sid();
        } catch (LiveKitException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static void report(String name, String outcome, ScriptedServer inner) {
        System.out.println("case " + name + ": " + outcome + ", reached "
                + inner.requests().size());
    }
}

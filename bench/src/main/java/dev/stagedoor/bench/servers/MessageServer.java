// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.load.MessageRequest;
import java.net.URI;
import java.util.function.Function;

/**
 * A server of Anthropic's Messages API to measure: the scripted one itself, Stagedoor in front of it, or a peer.
 *
 * @param name   as shown in the tables
 * @param url    where messages are posted
 * @param key    what it takes as {@code x-api-key}
 * @param meters what it has used so far
 * @param mayFail whether it is a peer, whose failures are its own
 */
public record MessageServer(String name, URI url, String key, Meters meters, boolean mayFail) implements Contender {
    /** The scripted API, called directly. */
    public static MessageServer of(ScriptedApi api, String key) {
        return new MessageServer("directly", api.url().resolve("/v1/messages"), key, Meters.ofJvm(api.pid()), false);
    }

    /** Ours, called with a lease. */
    public static MessageServer of(StagedoorServer server, String lease) {
        return new MessageServer(
                "Stagedoor",
                URI.create("http://127.0.0.1:" + server.port() + "/api/v1/anthropic/v1/messages"),
                lease,
                Meters.ofJvm(server.pid()),
                false);
    }

    /** A peer. */
    public static MessageServer of(LiteLlmPeer peer) {
        return new MessageServer(peer.name(), peer.url(), LiteLlmPeer.KEY, Meters.of(peer.pid()), true);
    }

    @Override
    public int port() {
        return url.getPort();
    }

    /** Runs a load of streamed messages against it; each is read to its end. */
    @Override
    public Measured measure(DurablePostgres postgres, int connections, Function<Load, Load.Outcome> how) {
        byte[] request = MessageRequest.bytes(url, key);
        Load load = new Load(port(), n -> request, connections, Expected.MESSAGE);
        return meters.during(postgres, () -> how.apply(load));
    }

    @Override
    public String toString() {
        return name + " at " + url;
    }
}

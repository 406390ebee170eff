// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.PhonePeer;
import java.util.Collection;

/**
 * The peer, whose calls end with their rooms.
 *
 * @param peer    its process
 * @param secret  what signs its requests
 * @param project where its rooms are
 */
public record PeerPhones(PhonePeer peer, String secret, PhoneProject project) implements PhoneServer {
    @Override
    public String name() {
        return "Node, livekit-server-sdk";
    }

    @Override
    public int port() {
        return peer.port();
    }

    @Override
    public Contender.Meters meters() {
        return peer.meters();
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void end(Collection<Answered> calls) {
        calls.forEach(call -> project.delete(call.room()));
        project.clear();
    }

    @Override
    public String toString() {
        return name();
    }
}

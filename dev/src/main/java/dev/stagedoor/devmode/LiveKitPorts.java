// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/**
 * The ports of one livekit-server on the loopback address.
 *
 * @param http signalling and API
 * @param udp  media over UDP
 */
public record LiveKitPorts(int http, int udp) {
    private static final int TRIES = 1_000;

    /** LiveKit's usual ones, counted from its first: 7880 and 7882 for 7880. */
    public static LiveKitPorts from(int first) {
        return new LiveKitPorts(first, first + 2);
    }

    /** These, if they are free; else the next ones that are. */
    LiveKitPorts firstFree() {
        LiveKitPorts ports = this;
        for (int tries = 0; tries < TRIES && ports.http + 2 <= 65_535; tries++) {
            if (tcpFree(ports.http) && udpFree(ports.udp)) {
                return ports;
            }
            ports = ports.next();
        }
        throw new ChildNotStarted("no free ports for livekit-server at or above " + http);
    }

    /** The next ones after {@link #http}. */
    LiveKitPorts next() {
        return from(http + 1);
    }

    private static boolean tcpFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean udpFree(int port) {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))) {
            return socket.isBound();
        } catch (SocketException taken) {
            return false;
        }
    }
}

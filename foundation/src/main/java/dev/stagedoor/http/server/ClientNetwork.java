// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.kernel.Cidr;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The network that a client is in: an IPv4 address, or the /64 of an IPv6 address, of which a household has as many as it
 * likes. {@code X-Forwarded-For} counts only as far as trusted proxies wrote it: it is read from its end, and the first
 * address that is no trusted proxy's is the client's. A client may write anything before that.
 */
final class ClientNetwork {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final int PREFIX = 8;

    private final List<Cidr> proxies;

    ClientNetwork(List<String> proxies) {
        this.proxies = proxies.stream().map(Cidr::parse).toList();
    }

    /** The network of the client whose request came from {@code peer} with these headers. */
    String of(SocketAddress peer, ServerRequestHeaders headers) {
        if (!(peer instanceof InetSocketAddress from) || from.getAddress() == null) {
            return "";
        }
        InetAddress client = from.getAddress();
        List<String> chain = proxies.isEmpty() ? List.of() : chain(headers);
        for (String before : chain.reversed()) {
            Optional<InetAddress> address = isProxy(client) ? address(before) : Optional.empty();
            if (address.isEmpty()) {
                break;
            }
            client = address.get();
        }
        return text(client);
    }

    private static List<String> chain(ServerRequestHeaders headers) {
        List<String> chain = new ArrayList<>();
        if (headers.contains(FORWARDED_FOR)) {
            for (String line : headers.get(FORWARDED_FOR).allValues()) {
                Arrays.stream(line.split(",", -1)).map(String::strip).forEach(chain::add);
            }
        }
        return chain;
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address.getAddress()));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        try {
            byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, PREFIX), bytes.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IPv6 address has 16 bytes", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Names whose addresses a test sets, below the real {@link AddressGuard}; loaded in {@link RebindingProbe}'s JVM only. */
public final class FakeDns extends InetAddressResolverProvider {
    private static final Map<String, InetAddress> NAMES = new ConcurrentHashMap<>();

    static void bind(String name, String address) {
        NAMES.put(name, InetAddress.ofLiteral(address));
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return AddressGuard.over(new Names());
    }

    @Override
    public String name() {
        return "test names below the address guard";
    }

    private record Names() implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            return Stream.of(Optional.ofNullable(NAMES.get(host)).orElseThrow(() -> new UnknownHostException(host)));
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            throw new UnknownHostException("no names for addresses");
        }
    }
}

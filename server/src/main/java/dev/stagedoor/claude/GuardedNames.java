// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Names and literal addresses for new connections, which go to exactly what this returns: permitted addresses (I8). */
record GuardedNames(AddressPolicy policy) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String bracketed = host.indexOf(':') < 0 || host.startsWith("[") ? host : '[' + host + ']';
        try (AddressGuard.Lease _ = AddressGuard.enter(ServerUrl.parse("https://" + bracketed), policy)) {
            return InetAddress.getAllByName(host);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Names and literal addresses for new connections, which go to exactly what this returns: permitted addresses (I8). */
record GuardedNames(AddressPolicy policy) implements DnsResolver {
    private static final ScopedValue<TenantId> TENANT = ScopedValue.newInstance();

    /** Whose names are looked up by calls that are made in it. */
    static ScopedValue.Carrier of(TenantId tenant) {
        return ScopedValue.where(TENANT, tenant);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String bracketed = host.indexOf(':') < 0 || host.startsWith("[") ? host : '[' + host + ']';
        try (AddressGuard.Lease _ = AddressGuard.enter(ServerUrl.parse("https://" + bracketed), policy, TENANT.get())) {
            return InetAddress.getAllByName(host);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}

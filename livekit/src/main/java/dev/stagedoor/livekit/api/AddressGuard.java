// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.ServerUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Enforces an {@link AddressPolicy} at name resolution (JEP 418), so nothing comes between the check and the
 * connection.
 *
 * <p>How it works. (1) While a call to a host is in progress, every lookup of that host in this JVM, on any thread,
 * returns permitted addresses only; the JDK's HttpClient has no other way to get an address. (2) Before the call, the
 * JVM's answer for the host is checked as well, because it may come from the JDK's cache, filled by an unguarded
 * lookup. (3) A URL with an IP address instead of a name is checked directly. So DNS rebinding does not work.
 *
 * <p>Limits: lookups of other hosts are not touched, and only the calls of {@link LiveKitClient} are guarded, not a
 * program's other traffic. One gap remains: an <em>unguarded</em> lookup of the same name between (2) and the
 * connection could put a forbidden address in the JDK's cache (30 s). A program that looks up its users' names
 * elsewhere closes it with {@code networkaddress.cache.ttl=0}.
 *
 * <p>A JVM has one resolver provider, found through {@code META-INF/services}; this library registers itself there. If
 * another provider wins, {@link LiveKitClient#create} refuses to run with a policy.
 */
public final class AddressGuard extends InetAddressResolverProvider {
    /** Only this class resolves names under it, which shows that it is installed (RFC 6761: never in DNS). */
    private static final String PROBE = ".address-guard.invalid";

    private static final ConcurrentHashMap<String, List<AddressPolicy>> UNDER_WAY = new ConcurrentHashMap<>();

    /** For the JDK's ServiceLoader. */
    public AddressGuard() {}

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return over(configuration.builtinResolver());
    }

    /** The guard in front of a resolver. */
    static InetAddressResolver over(InetAddressResolver names) {
        return new Resolver(new Lookups(names));
    }

    @Override
    public String name() {
        return "dev.stagedoor.livekit address guard";
    }

    /**
     * For a program's start: a policy is worth nothing without the guard.
     *
     * @throws IllegalStateException if this class is not the JVM's resolver
     */
    public static void requireInstalled() {
        try {
            InetAddress.getByName(UUID.randomUUID() + PROBE);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "an address policy needs the resolver provider " + AddressGuard.class.getName()
                            + ", but this JVM has another (META-INF/services/"
                            + InetAddressResolverProvider.class.getName() + ") or none (jdk.net.hosts.file)",
                    e);
        }
    }

    /**
     * Guards calls to the host of {@code url} until the lease is closed: of {@link LiveKitClient}, and of any other client
     * that resolves names as the JDK does.
     *
     * @param holder on whose behalf; each has a share of the lookups that are made at a time, however slow its names are
     * @throws LiveKitException.AddressRefused if it resolves to an address that is not permitted
     * @throws LiveKitException.NotReached if it does not resolve
     */
    public static Lease enter(ServerUrl url, AddressPolicy policy, Object holder) {
        if (policy.equals(AddressPolicy.ANYWHERE)) {
            return () -> {};
        }
        var host = url.host();
        UNDER_WAY.compute(host, (_, held) -> with(held, policy));
        Lease lease = () -> UNDER_WAY.computeIfPresent(host, (_, held) -> without(held, policy));
        try {
            check(url, policy, holder);
            return lease;
        } catch (LiveKitException e) {
            lease.close();
            throw e;
        }
    }

    private static void check(ServerUrl url, AddressPolicy policy, Object holder) {
        var literal = url.literalAddress();
        try {
            var addresses = literal.isPresent()
                    ? new InetAddress[] {literal.get()}
                    : Lookups.onBehalfOf(holder, () -> InetAddress.getAllByName(url.host()));
            if (!Arrays.stream(addresses).allMatch(address -> policy.permits(url.host(), address))) {
                throw refused(url);
            }
        } catch (Forbidden e) {
            throw refused(url);
        } catch (UnknownHostException e) {
            throw e.getMessage() != null && e.getMessage().endsWith(Forbidden.WORDS)
                    ? refused(url)
                    : new LiveKitException.NotReached(url + ": the host name does not resolve", e);
        }
    }

    /** Without the address: callers must not learn what internal names resolve to. */
    private static LiveKitException.AddressRefused refused(ServerUrl url) {
        return new LiveKitException.AddressRefused(url + ": the host resolves to a blocked address");
    }

    private static List<AddressPolicy> with(@Nullable List<AddressPolicy> held, AddressPolicy policy) {
        var all = new ArrayList<AddressPolicy>(held == null ? List.of() : held);
        all.add(policy);
        return List.copyOf(all);
    }

    private static @Nullable List<AddressPolicy> without(List<AddressPolicy> held, AddressPolicy policy) {
        var rest = new ArrayList<>(held);
        rest.remove(policy);
        return rest.isEmpty() ? null : List.copyOf(rest);
    }

    /** Held while a call is in progress. */
    @FunctionalInterface
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /** The JDK caches the message of a failed lookup, not its type. */
    private static final class Forbidden extends UnknownHostException {
        private static final long serialVersionUID = 1L;
        private static final String WORDS = ": not a permitted address";

        Forbidden(String host) {
            super(host + WORDS);
        }
    }

    private record Resolver(InetAddressResolver builtin) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy lookup) throws UnknownHostException {
            if (host.endsWith(PROBE)) {
                return Stream.of(InetAddress.getByAddress(host, new byte[] {(byte) 192, 0, 2, 1}));
            }
            var found = builtin.lookupByName(host, lookup);
            var policies = UNDER_WAY.get(host.toLowerCase(Locale.ROOT));
            if (policies == null) {
                return found;
            }
            var permitted = found.filter(address -> policies.stream().allMatch(policy -> policy.permits(host, address)))
                    .toList();
            if (permitted.isEmpty()) {
                throw new Forbidden(host);
            }
            return permitted.stream();
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return builtin.lookupByAddress(address);
        }
    }
}

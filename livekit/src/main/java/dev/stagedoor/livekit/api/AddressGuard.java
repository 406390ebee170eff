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
 * Holds an {@link AddressPolicy} at the moment a name is looked up (JEP 418), where nothing comes between the check and
 * the connection.
 *
 * <p>How it holds. (1) While a call to a host is under way, every look-up of that host in this JVM, on whatever thread,
 * gives the permitted addresses only; the JDK's HttpClient has no other way to an address. (2) Before the call, what the
 * JVM answers for the host is checked as well, because that may come from the JDK's cache, filled by somebody who was
 * not guarded. (3) A URL that holds an address instead of a name is checked as it is. So a name that changes its
 * addresses between the check and the connection leads nowhere.
 *
 * <p>What it is not: look-ups of other hosts pass through untouched, and it guards the calls of {@link LiveKitClient},
 * not a program's other traffic. One gap is left to name: within the JDK's thirty seconds of caching, an <em>unguarded</em>
 * look-up of the very same name, between (2) and the connection, could put a forbidden address in the cache. A program
 * that looks up names from its users elsewhere closes it with {@code networkaddress.cache.ttl=0}.
 *
 * <p>The JVM takes one resolver provider, found through {@code META-INF/services}; this library brings that entry. If
 * another one wins, {@link LiveKitClient#create} refuses to run with a policy.
 */
public final class AddressGuard extends InetAddressResolverProvider {
    /** Names under it are answered by this class alone, which shows that it is installed (RFC 6761: never in DNS). */
    private static final String PROBE = ".address-guard.invalid";

    private static final ConcurrentHashMap<String, List<AddressPolicy>> UNDER_WAY = new ConcurrentHashMap<>();

    /** For the JDK's ServiceLoader. */
    public AddressGuard() {}

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return over(configuration.builtinResolver());
    }

    /** The guard over whatever knows the names. */
    static InetAddressResolver over(InetAddressResolver names) {
        return new Resolver(names);
    }

    @Override
    public String name() {
        return "dev.stagedoor.livekit address guard";
    }

    /** @throws IllegalStateException when look-ups in this JVM do not come by here */
    static void requireInstalled() {
        try {
            InetAddress.getByName(UUID.randomUUID() + PROBE);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "an address policy needs the look-up provider " + AddressGuard.class.getName()
                            + ", but this JVM has another (META-INF/services/"
                            + InetAddressResolverProvider.class.getName() + ") or none (jdk.net.hosts.file)",
                    e);
        }
    }

    /**
     * Begins to guard calls to the host of {@code url}, until the lease is closed.
     *
     * @throws LiveKitException.AddressRefused when it leads to an address that is not permitted
     * @throws LiveKitException.NotReached when it leads nowhere
     */
    static Lease enter(ServerUrl url, AddressPolicy policy) {
        if (policy.equals(AddressPolicy.ANYWHERE)) {
            return () -> {};
        }
        var host = url.host();
        UNDER_WAY.compute(host, (_, held) -> with(held, policy));
        Lease lease = () -> UNDER_WAY.computeIfPresent(host, (_, held) -> without(held, policy));
        try {
            check(url, policy);
            return lease;
        } catch (LiveKitException e) {
            lease.close();
            throw e;
        }
    }

    private static void check(ServerUrl url, AddressPolicy policy) {
        var literal = url.literalAddress();
        try {
            var addresses =
                    literal.isPresent() ? new InetAddress[] {literal.get()} : InetAddress.getAllByName(url.host());
            if (!Arrays.stream(addresses).allMatch(address -> policy.permits(url.host(), address))) {
                throw refused(url);
            }
        } catch (Forbidden e) {
            throw refused(url);
        } catch (UnknownHostException e) {
            throw e.getMessage() != null && e.getMessage().endsWith(Forbidden.WORDS)
                    ? refused(url)
                    : new LiveKitException.NotReached(url + ": the host's name leads nowhere", e);
        }
    }

    /** Without the address: what an inner name leads to is nobody's business outside. */
    private static LiveKitException.AddressRefused refused(ServerUrl url) {
        return new LiveKitException.AddressRefused(url + ": the host leads to an address that may not be called");
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

    /** The time a call is under way. */
    @FunctionalInterface
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /** The JDK remembers the words of a failed look-up and not its type. */
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

package dev.stagedoor.livekit.api;

import java.net.InetAddress;

/**
 * Where calls may go: asked with every address that a server's name leads to, after the name was looked up and before
 * anything connects. See {@link AddressGuard} for why that cannot be got round.
 */
@FunctionalInterface
public interface AddressPolicy {
    /** Every address. For programs whose server URLs come from their own operator only. */
    AddressPolicy ANYWHERE = (host, address) -> true;

    /**
     * Whether to connect.
     *
     * @param host as in the server's URL
     * @param address what it leads to; never a wildcard for anything else
     */
    boolean permits(String host, InetAddress address);
}

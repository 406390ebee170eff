// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.net.InetAddress;

/**
 * Where calls may go: asked about every address that a server's name resolves to, before connecting. {@link
 * AddressGuard} explains why it cannot be bypassed.
 */
@FunctionalInterface
public interface AddressPolicy {
    /** Every address. Only for programs whose server URLs all come from their own operator. */
    AddressPolicy ANYWHERE = (host, address) -> true;

    /**
     * Whether to connect.
     *
     * @param host as in the server's URL
     * @param address one of its addresses
     */
    boolean permits(String host, InetAddress address);
}

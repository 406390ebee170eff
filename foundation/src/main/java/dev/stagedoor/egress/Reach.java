// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.egress;

import dev.stagedoor.kernel.Cidr;
import java.util.Arrays;
import java.util.List;

/** What an address is, by the IANA special-purpose registries and the clouds' metadata services. */
enum Reach {
    /** Reachable from anywhere. */
    PUBLIC,
    /** Private, loopback or otherwise not global: only where the configuration allows the range. */
    LOCAL,
    /** Link-local, a metadata service, multicast, or not an address at all. */
    NEVER;

    private static final List<Cidr> NEVER_V4 = ranges(
            "0.0.0.0/8", // "this" host
            "169.254.0.0/16", // link-local, with the metadata services of AWS, Google, Azure and most others
            "100.100.100.200/32", // metadata of Alibaba Cloud
            "168.63.129.16/32", // the wire server of Azure, a public address that leads inside
            "192.0.0.0/24", // IETF protocol assignments, with Oracle's older metadata service
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, with broadcast

    private static final List<Cidr> LOCAL_V4 = ranges(
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24"); // documentation

    private static final List<Cidr> NEVER_V6 = ranges(
            "fe80::/10", // link-local
            "fd00:ec2::/32", // metadata of AWS
            "fd20:ce::254/128", // metadata of Google
            "fd00:42::42/128", // metadata of Scaleway
            "2001::/32"); // Teredo, a tunnel to an address in disguise

    private static final List<Cidr> LOCAL_V6 = ranges(
            "::1/128",
            "fc00::/7", // private
            "fec0::/10", // site-local, deprecated
            "2001:2::/48", // benchmarks
            "2001:10::/28", // ORCHID
            "2001:20::/28", // ORCHIDv2
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

    /** For translators of one's own (RFC 8215): the IPv4 address is around the eighth byte, as RFC 6052 §2.2 has it. */
    private static final Cidr LOCAL_NAT64 = Cidr.parse("64:ff9b:1::/48");

    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

    /** What the address, of 4 or 16 bytes, is; one that embeds an IPv4 address is classified by that one. */
    static Reach of(byte[] address) {
        byte[] carried = carried(address);
        if (carried.length == 4) {
            return of(carried, NEVER_V4, LOCAL_V4);
        }
        Reach reach = of(carried, NEVER_V6, LOCAL_V6);
        return reach == PUBLIC && !GLOBAL_V6.contains(carried) ? NEVER : reach;
    }

    private static Reach of(byte[] address, List<Cidr> never, List<Cidr> local) {
        if (contains(never, address)) {
            return NEVER;
        }
        return contains(local, address) ? LOCAL : PUBLIC;
    }

    /** The IPv4 address inside a translated, mapped or tunnelled one; any other address unchanged. */
    static byte[] carried(byte[] address) {
        if (address.length != 16) {
            return address;
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Arrays.copyOfRange(address, 2, 6);
        }
        if (LOCAL_NAT64.contains(address)) {
            return translated(address);
        }
        boolean last = NAT64.contains(address) || isMapped(address);
        return last ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** Unchanged, and so never allowed, if bits are set that mean nothing: another translator may read others. */
    private static byte[] translated(byte[] address) {
        int meaningless = address[8];
        for (int i = 11; i < 16; i++) {
            meaningless |= address[i];
        }
        return meaningless == 0 ? new byte[] {address[6], address[7], address[9], address[10]} : address;
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    static boolean contains(List<Cidr> ranges, byte[] address) {
        for (Cidr range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing in the range may ever be called. */
    static boolean isNever(Cidr range) {
        for (List<Cidr> ranges : List.of(NEVER_V4, NEVER_V6)) {
            for (Cidr never : ranges) {
                if (never.contains(range)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Cidr> ranges(String... texts) {
        return Arrays.stream(texts).map(Cidr::parse).toList();
    }
}

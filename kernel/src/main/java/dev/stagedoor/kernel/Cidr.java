// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** A range of addresses: {@code 10.0.0.0/8}, {@code fd12::/16}, or one address without a slash. */
public final class Cidr {
    private static final String RANGE = "must be an address range such as 10.0.0.0/8";

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if it is malformed, or has host bits set
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!address.matches("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException(RANGE);
        }
        byte[] network = literal(address);
        int bits = slash < 0 ? network.length * 8 : prefix(text, slash + 1, network.length * 8);
        Cidr range = new Cidr(network, bits);
        if (!Arrays.equals(range.masked(network), network)) {
            throw new IllegalArgumentException("must be an address range whose address ends with its prefix");
        }
        return range;
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(RANGE, none);
        }
    }

    private static int prefix(String text, int from, int most) {
        String digits = text.substring(from);
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
            throw new IllegalArgumentException("must be an address range with a prefix of 0 to " + most + " bits");
        }
        return Integer.parseInt(digits);
    }

    /** Whether the address, of 4 or 16 bytes, is in the range; never for an address of the other family. */
    public boolean contains(byte[] address) {
        return address.length == network.length && Arrays.equals(masked(address), network);
    }

    /** Whether every address of {@code other} is in this range. */
    public boolean contains(Cidr other) {
        return bits <= other.bits && contains(other.network);
    }

    private byte[] masked(byte[] address) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            masked[i] = (byte) (address[i] & (0xff00 >> kept));
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr range && bits == range.bits && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(network) * 31 + bits;
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(network) + '/' + bits;
    }
}

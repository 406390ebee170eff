// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * A range of addresses, such as 10.0.0.0/8.
 *
 * @param text as a network policy has it
 * @param bits how many of the address are fixed
 */
record Range(String text, InetAddress address, int bits) {
    private static final String FORM = "must be ranges such as 10.0.0.0/8";

    /** Link-local addresses, at which clouds answer with their machines' credentials, and AWS's for IPv6. */
    static final List<Range> METADATA =
            List.of(parse("169.254.0.0/16"), parse("fe80::/10"), parse("fd00:ec2::254/128"));

    /**
     * @throws IllegalArgumentException if it is none
     */
    static Range parse(String text) {
        String[] parts = text.split("/", -1);
        InetAddress address = address(parts[0]);
        int all = address.getAddress().length * Byte.SIZE;
        int bits = parts.length == 2 && parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException(FORM);
        }
        return new Range(text, address, bits);
    }

    /** Java's own message quotes the text. */
    private static InetAddress address(String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(FORM, malformed);
        }
    }

    /** The range of one address. */
    static Range of(InetAddress address) {
        int all = address.getAddress().length * Byte.SIZE;
        return new Range(address.getHostAddress() + "/" + all, address, all);
    }

    /** Whether the other is in this one, and smaller: only such a one can be excepted from it. */
    boolean surrounds(Range other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.address.getAddress();
        return ours.length == theirs.length && other.bits > bits && Arrays.equals(first(ours), first(theirs));
    }

    private byte[] first(byte[] whole) {
        byte[] fixed = whole.clone();
        for (int bit = bits; bit < whole.length * Byte.SIZE; bit++) {
            fixed[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return fixed;
    }
}

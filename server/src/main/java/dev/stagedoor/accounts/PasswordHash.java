// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hashed password with what it was hashed with, as a PHC string: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 */
@SuppressWarnings("ArrayRecordComponent") // only read
record PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43,86})");

    /** What one hashing costs: memory in KiB, passes over it, and lanes. */
    record Cost(int memory, int passes, int lanes) {
        private static final int MOST_MEMORY = 262_144;

        /** The least that is used: OWASP's minimum. */
        static final Cost LEAST = new Cost(19_456, 2, 1);

        Cost {
            if (memory < 8 * lanes || memory > MOST_MEMORY || passes < 1 || lanes < 1) {
                throw new IllegalArgumentException("no cost of a password hash");
            }
        }

        boolean isBelow(Cost other) {
            return (long) memory * passes < (long) other.memory * other.passes;
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalStateException if it is none: something else has written to the table
     */
    static PasswordHash parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not readable");
        }
        try {
            Cost cost = new Cost(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
            Base64.Decoder decoder = Base64.getDecoder();
            return new PasswordHash(cost, decoder.decode(parts.group(4)), decoder.decode(parts.group(5)));
        } catch (IllegalArgumentException broken) {
            throw new IllegalStateException("a stored password hash is not readable", broken);
        }
    }

    /** In the form that {@link #parse} reads. */
    String text() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memory(),
                        cost.passes(),
                        cost.lanes(),
                        encoder.encodeToString(salt),
                        encoder.encodeToString(hash));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash one
                && cost.equals(one.cost)
                && Arrays.equals(salt, one.salt)
                && Arrays.equals(hash, one.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "PasswordHash[" + cost + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What STIR/SHAKEN says about a caller's number (ATIS-1000074). A signal, not a gate: most calls have none, and no attestation
 * is not a failed one.
 *
 * @param level     how much the originating carrier vouches for; empty if not said
 * @param validated whether its signature was valid
 */
public record Attestation(Optional<Level> level, boolean validated) {
    private static final Pattern VERSTAT = Pattern.compile("TN-Validation-(Passed|Failed)(?:-([ABC])(?:-.*)?)?");

    /** How much the originating carrier vouches for. */
    public enum Level {
        /** The customer, and its right to the number. */
        A,
        /** The customer only. */
        B,
        /** Only that it let the call in. */
        C;

        /** A level, in any case; empty if it is none. */
        public static Optional<Level> of(String text) {
            return switch (text) {
                case "A", "a" -> Optional.of(A);
                case "B", "b" -> Optional.of(B);
                case "C", "c" -> Optional.of(C);
                default -> Optional.empty();
            };
        }
    }

    /**
     * Reads a verstat: {@code TN-Validation-Passed-A}, {@code TN-Validation-Failed}, {@code No-TN-Validation}. Passed without a
     * level is A.
     *
     * @return empty if the number was not validated at all
     */
    public static Optional<Attestation> ofVerstat(String verstat) {
        Matcher form = VERSTAT.matcher(verstat);
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean passed = form.group(1).equals("Passed");
        String level = form.group(2);
        if (level == null) {
            return Optional.of(new Attestation(passed ? Optional.of(Level.A) : Optional.empty(), passed));
        }
        return Optional.of(new Attestation(Level.of(level), passed));
    }
}

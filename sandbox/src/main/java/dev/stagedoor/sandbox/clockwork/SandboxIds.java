// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.clockwork;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All the sandbox's randomness, from one seed: ids that look like LiveKit's, delays, list orders. */
public final class SandboxIds {
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int ID_LENGTH = 12;
    private static final int PASSWORD_LENGTH = 43;

    private final Random random;

    public SandboxIds(long seed) {
        this.random = new Random(seed);
    }

    public String room() {
        return "RM_" + letters(ID_LENGTH);
    }

    public String participant() {
        return "PA_" + letters(ID_LENGTH);
    }

    public String dispatch() {
        return "AD_" + letters(ID_LENGTH);
    }

    public String job() {
        return "AJ_" + letters(ID_LENGTH);
    }

    public String worker() {
        return "AW_" + letters(ID_LENGTH);
    }

    public String sipTrunk() {
        return "ST_" + letters(ID_LENGTH);
    }

    public String dispatchRule() {
        return "SDR_" + letters(ID_LENGTH);
    }

    public String sipCall() {
        return "SCL_" + letters(ID_LENGTH);
    }

    /** The random part of a name. */
    public String random() {
        return letters(ID_LENGTH);
    }

    public String turnPassword() {
        return letters(PASSWORD_LENGTH);
    }

    /** A number from 0 (inclusive) to {@code bound} (exclusive). */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public long upTo(long bound) {
        return bound == 0 ? 0 : random.nextLong(bound + 1);
    }

    /** LiveKit lists from maps whose order changes from call to call, so the sandbox shuffles too. */
    public void shuffle(List<?> list) {
        Collections.shuffle(list, random);
    }

    private String letters(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return text.toString();
    }
}

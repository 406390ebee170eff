// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.util.Random;

/** Ids that look like Anthropic's, from one seed. Thread-safe. */
final class Ids {
    private static final String LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private final Random random;

    Ids(long seed) {
        this.random = new Random(seed);
    }

    String request() {
        return "req_01" + letters();
    }

    String message() {
        return "msg_01" + letters();
    }

    String toolUse() {
        return "toolu_01" + letters();
    }

    private synchronized String letters() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        return text.toString();
    }
}

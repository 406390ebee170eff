// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.util.ArrayList;
import java.util.List;

/**
 * The sandbox's tokens: the same text always has the same ones. A token is at most {@value #LETTERS} characters of a
 * word with the white space before it, so that English has about as many as with Claude.
 */
final class Tokens {
    private static final int LETTERS = 6;

    private Tokens() {}

    /** How many tokens a text has. */
    static int count(String text) {
        int tokens = 0;
        for (int at = 0; at < text.length(); at = end(text, at)) tokens++;
        return tokens;
    }

    /** A text as its tokens. */
    static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = end(text, at);
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        int letters = 0;
        while (at < text.length() && letters < LETTERS && !Character.isWhitespace(text.charAt(at))) {
            at++;
            letters++;
        }
        // A token must not split a character in two.
        if (at < text.length() && Character.isLowSurrogate(text.charAt(at))) at++;
        return at;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

/** Tokens, as the provider counts them. */
record Tokens(long input, long output, long cacheWritten, long cacheRead) {
    static final Tokens NONE = new Tokens(0, 0, 0, 0);

    Tokens plus(Tokens more) {
        return new Tokens(
                input + more.input, output + more.output, cacheWritten + more.cacheWritten, cacheRead + more.cacheRead);
    }
}

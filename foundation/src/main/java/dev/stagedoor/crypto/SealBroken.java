// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

/**
 * A sealed value does not open: it was altered, belongs to another tenant, credential or version, or was sealed with
 * another key. Never the caller's fault.
 */
public final class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    SealBroken(String what, Throwable cause) {
        super(what, cause);
    }

    /** For a key that is missing. */
    public SealBroken(String what) {
        super(what);
    }
}

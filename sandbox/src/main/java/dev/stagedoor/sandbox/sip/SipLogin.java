// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

/**
 * A trunk's user name and password, or a caller's. Both empty for none.
 *
 * @param password kept only to compare, and to be listed in clear, as LiveKit does
 */
public record SipLogin(String username, String password) {
    /** No user name and no password. */
    public static final SipLogin NONE = new SipLogin("", "");

    /** LiveKit asks for neither unless it knows both. */
    boolean isAskedFor() {
        return !username.isEmpty() && !password.isEmpty();
    }

    @Override
    public String toString() {
        return "SipLogin[" + username + "]";
    }
}

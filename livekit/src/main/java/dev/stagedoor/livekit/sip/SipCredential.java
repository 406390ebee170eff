// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import dev.stagedoor.livekit.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The user name and password of a trunk, for SIP digest authentication (RFC 3261, section 22).
 *
 * <p>The password cannot be read back; it leaves only in a request that writes a trunk. {@link #close} overwrites this
 * object's copy, not those in a request on its way or in the caller's memory.
 */
public final class SipCredential implements AutoCloseable {
    private static final byte[] USERNAME = JsonBytes.name("authUsername");
    private static final byte[] PASSWORD = JsonBytes.name("authPassword");
    // Both stand between quotes in a header, or are hashed beside colons.
    private static final Pattern USER = Pattern.compile("[!#-9;-\\[\\]-~]{1,128}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E]{1,128}");

    private final String username;
    private final byte[] password;
    private volatile boolean closed;

    private SipCredential(String username, byte[] password) {
        this.username = username;
        this.password = password;
    }

    /**
     * A credential.
     *
     * @param username 1 to 128 printable ASCII characters without spaces, colons, quotes and backslashes
     * @param password 1 to 128 printable ASCII characters
     * @throws IllegalArgumentException for anything else, without quoting it
     */
    public static SipCredential of(String username, String password) {
        SipText.require(USER.matcher(username).matches(), "username", "1 to 128 plain ASCII characters", username);
        SipText.require(PRINTABLE.matcher(password).matches(), "password", "1 to 128 ASCII characters", password);
        return new SipCredential(username, password.getBytes(StandardCharsets.US_ASCII));
    }

    /** The user name. */
    public String username() {
        return username;
    }

    void write(JsonBytes out) {
        if (closed) {
            throw new IllegalStateException("the SIP credential of " + username + " is closed");
        }
        out.text(USERNAME, username).text(PASSWORD, new String(password, StandardCharsets.US_ASCII));
    }

    /** Overwrites the password. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(password, (byte) 0);
    }

    /** Equal user names and passwords; the passwords are compared in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SipCredential one
                && username.equals(one.username)
                && MessageDigest.isEqual(password, one.password);
    }

    /** Of the user name only: a hash of the password would be a hint of it. */
    @Override
    public int hashCode() {
        return username.hashCode();
    }

    @Override
    public String toString() {
        return "SipCredential[" + username + "]";
    }
}

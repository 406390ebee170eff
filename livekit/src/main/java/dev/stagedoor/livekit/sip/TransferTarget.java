// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a call can be transferred to: {@code tel:+442079460123} (RFC 3966, a global number without parameters), or a
 * {@code sip:} or {@code sips:} address with a user and a host, and at most a {@code transport} (RFC 3261).
 *
 * @param uri the address
 */
public record TransferTarget(String uri) {
    private static final Pattern SIP =
            Pattern.compile("(sips?):([^@;?]{1,66})@([^@;?/]{1,260})(?:;transport=(udp|tcp|tls))?");
    private static final String TEL = "tel:";

    /** Refuses any other form, without quoting it. */
    public TransferTarget {
        boolean fits = uri.startsWith(TEL) ? SipText.isNumber(uri.substring(TEL.length())) : isSip(uri);
        SipText.require(fits, "transferTo", "tel: with a number in E.164, or sip: with a user and a host", uri);
    }

    private static boolean isSip(String uri) {
        var parts = SIP.matcher(uri);
        return parts.matches() && SipText.isUser(parts.group(2)) && SipText.isHost(parts.group(3));
    }

    /** The telephone with this number, E.164. */
    public static TransferTarget tel(String number) {
        return new TransferTarget(TEL + number);
    }

    /** The SIP address of {@code user} at {@code host}. */
    public static TransferTarget sip(String user, String host) {
        return new TransferTarget("sip:" + user + "@" + host);
    }

    /** The number to be called, E.164: of a {@code tel:} address, or of a {@code sip:} address whose user is one. */
    public Optional<String> number() {
        var parts = SIP.matcher(uri);
        var user = parts.matches() ? parts.group(2) : uri.substring(TEL.length());
        return Optional.of(user.toLowerCase(Locale.ROOT)).filter(SipText::isNumber);
    }

    /** Without the address, which is often somebody's number. */
    @Override
    public String toString() {
        return "TransferTarget[" + uri.substring(0, uri.indexOf(':')) + "]";
    }
}

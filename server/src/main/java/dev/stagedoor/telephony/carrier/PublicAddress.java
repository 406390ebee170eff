// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address at which carriers reach this server, as configured ({@code http.public_url}). Signatures cover the URL that the
 * carrier requested; a request's {@code Host} and {@code X-Forwarded-*} say what the client likes, so they are not used.
 *
 * @param base scheme, host, maybe a port and a path: {@code https://stagedoor.example}
 */
public record PublicAddress(String base) {
    private static final Pattern FORM = Pattern.compile(
            "((https?)://(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]))(:[0-9]{1,5})?((?:/[A-Za-z0-9._~-]{1,64}){0,8})");

    /**
     * An address.
     *
     * @throws IllegalArgumentException if it is not an http or https URL without user, query, fragment or slash at the end
     */
    public PublicAddress {
        if (!FORM.matcher(base).matches()) {
            throw new IllegalArgumentException(
                    "must be http:// or https:// and a host, without user, query, fragment or slash at the end");
        }
    }

    /** The URL of a request's target, with the target as it was sent: decoding and encoding it again would change it. */
    public String url(String target) {
        return base + target;
    }

    /**
     * The same URL with the port and without it: of several carriers, some servers sign the one and some the other.
     *
     * @return first as configured
     */
    public List<String> spellings(String target) {
        Matcher form = FORM.matcher(base);
        if (!form.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        String usual = form.group(2).equals("https") ? ":443" : ":80";
        String port = form.group(3) == null ? usual : "";
        return List.of(base + target, form.group(1) + port + form.group(4) + target);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.regex.Pattern;

/**
 * Which credential of a tenant: it has versions, at most one of them active.
 *
 * @param kind the kind's name on the wire
 * @param name {@value #DEFAULT} for a kind of which a tenant has one only
 */
public record CredentialRef(String kind, String name) {
    /** The name of a credential that was given none. */
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** The one of that kind, or the one with the default name. */
    public static CredentialRef of(String kind) {
        return new CredentialRef(kind, DEFAULT);
    }

    /** One that is about to be put; {@code invalid_request} naming {@code name} if that is not a name. */
    static CredentialRef named(String kind, String name) {
        if (name.equals("rotation")) {
            throw Problem.invalid("name", "must not be rotation, which names a route");
        }
        if (!NAME.matcher(name).matches()) {
            throw Problem.invalid(
                    "name", "must be 1 to 63 lower-case letters, digits, - or _, and begin with a letter or digit");
        }
        return new CredentialRef(kind, name);
    }

    /** One of its versions. */
    public CredentialVersion version(long number) {
        return new CredentialVersion(this, number);
    }

    /** 422 {@code credential_missing}: the tenant has no active one, and there is no fallback (I3). */
    public Problem missing() {
        String which = name.equals(DEFAULT) ? kind + " credential." : kind + " credential named " + name + ".";
        return Problem.of(ErrorCode.CREDENTIAL_MISSING, "The tenant has no active " + which);
    }
}

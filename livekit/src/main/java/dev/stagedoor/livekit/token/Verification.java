// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

/** The result of {@link TokenVerifier}. */
public sealed interface Verification {
    /** The token is valid. */
    record Accepted(VerifiedToken token) implements Verification {}

    /**
     * The token is not valid.
     *
     * @param reason for programs
     * @param detail for people; does not quote the token
     */
    record Rejected(Reason reason, String detail) implements Verification {}

    /** Why a token is not valid. */
    enum Reason {
        /** Longer than {@link TokenSigner#LONGEST_TOKEN}. */
        TOO_LONG,
        /** Not three base64url parts with JSON objects, a duplicate claim, or a claim of the wrong type. */
        MALFORMED,
        /** Any algorithm but HS256, {@code none} included. */
        ALGORITHM,
        /** Not signed with this API key's secret. */
        SIGNATURE,
        /** Signed with this secret, but naming another key, or none. */
        ISSUER,
        /** Without {@code exp} it would never expire. */
        NO_EXPIRY,
        /** {@code exp} has passed. */
        EXPIRED,
        /** {@code nbf} is in the future. */
        NOT_YET_VALID
    }
}

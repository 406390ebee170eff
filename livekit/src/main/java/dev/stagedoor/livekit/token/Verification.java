package dev.stagedoor.livekit.token;

/** What {@link TokenVerifier} found. */
public sealed interface Verification {
    /** The token is good. */
    record Accepted(VerifiedToken token) implements Verification {}

    /**
     * The token is not good.
     *
     * @param reason for programs
     * @param detail for people; holds no part of the token
     */
    record Rejected(Reason reason, String detail) implements Verification {}

    /** Why a token is not good. */
    enum Reason {
        /** Longer than {@link TokenSigner#LONGEST_TOKEN}. */
        TOO_LONG,
        /** Not three parts of base64url with JSON objects in them, a claim twice, or a claim of a wrong type. */
        MALFORMED,
        /** Any algorithm but HS256, {@code none} included. */
        ALGORITHM,
        /** Not signed with this secret. */
        SIGNATURE,
        /** Signed with this secret, but naming another key, or none. */
        ISSUER,
        /** It would never end. */
        NO_EXPIRY,
        /** Its end is past. */
        EXPIRED,
        /** Its beginning is yet to come. */
        NOT_YET_VALID
    }
}

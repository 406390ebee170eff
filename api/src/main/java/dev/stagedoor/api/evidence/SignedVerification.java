// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A verification for whoever does not trust the file it is in: {@code stagedoor evidence verify} reads it. */
public record SignedVerification(
        @JsonPropertyDescription("What was found.") VerificationView evidence,

        @JsonPropertyDescription(
                "The same as canonical JSON, signed by the platform: a compact JWS (EdDSA) by a key of /.well-known/jwks.json.")
        String jws) {}

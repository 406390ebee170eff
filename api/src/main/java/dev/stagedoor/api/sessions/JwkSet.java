// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import java.util.List;

/** The public keys of the tokens that this server signs (RFC 7517). */
public record JwkSet(List<Jwk> keys) {
    /** An Ed25519 key (RFC 8037): {@code OKP}, {@code Ed25519}, {@code sig}, {@code EdDSA}. */
    public record Jwk(String kty, String crv, String kid, String use, String alg, String x) {}
}

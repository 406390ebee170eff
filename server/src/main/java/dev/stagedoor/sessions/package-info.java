// SPDX-License-Identifier: Apache-2.0
/**
 * App users' sessions, and the tokens by which they reach agents.
 *
 * <p>A session belongs to one user of one tenant (I5), never outlives the key that opened it (K1), and works on no node
 * once its revocation is answered (T4). Of its token only the SHA-256 is stored (S4). A token for agents is signed with
 * EdDSA, names nobody, and leaves once its audit entry is durable (T1).
 */
@NullMarked
package dev.stagedoor.sessions;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import java.util.function.Consumer;

/**
 * A new version of a credential.
 *
 * @param verify whether the provider must accept it first; only an operator may skip that
 * @param along  what its kind's feature stores in the same change
 */
public record PutCredential(CredentialRef ref, Proposal proposal, boolean verify, Consumer<ChangeTx> along) {
    /** One that stands for itself. */
    public PutCredential(CredentialRef ref, Proposal proposal, boolean verify) {
        this(ref, proposal, verify, change -> {});
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

/**
 * A new version of a credential.
 *
 * @param verify whether the provider must accept it first; only an operator may skip that
 */
public record PutCredential(CredentialRef ref, Proposal proposal, boolean verify) {}

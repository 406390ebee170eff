// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

/** Which version of a credential; {@code number} counts up with every put, from 1. */
public record CredentialVersion(CredentialRef ref, long number) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Webhooks: the HMAC secrets that they are signed with, in the form of Standard Webhooks, kept in the vault.
 *
 * <p>Holds S4 for these secrets: one that we generated is shown once.
 */
@NullMarked
package dev.stagedoor.webhooks;

import org.jspecify.annotations.NullMarked;

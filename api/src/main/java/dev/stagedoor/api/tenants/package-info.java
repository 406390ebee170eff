// SPDX-License-Identifier: Apache-2.0
/**
 * Tenants in the API: their policy, their users, and the receipt of a deletion.
 *
 * <p>The bounds here are the ones the server holds; it checks them again in its own terms. Times to live are whole
 * seconds, as in LiveKit.
 */
@NullMarked
package dev.stagedoor.api.tenants;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * One data key per tenant, wrapped by the master key: created and destroyed with the tenant, and opened in the caller's
 * own transaction. Destroying it erases what it sealed (S1).
 */
@NullMarked
package dev.stagedoor.keys;

import org.jspecify.annotations.NullMarked;

/**
 * A data key per tenant, stored under the master key: made with the tenant, destroyed with the tenant, and opened inside
 * the caller's own transaction. Destroying it erases whatever it sealed (S1).
 */
@NullMarked
package dev.stagedoor.keys;

import org.jspecify.annotations.NullMarked;

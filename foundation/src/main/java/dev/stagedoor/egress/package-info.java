// SPDX-License-Identifier: Apache-2.0
/**
 * Where Stagedoor may connect (I8): never to link-local and cloud metadata addresses, and to private and loopback ones
 * only where the operator's configuration allows the range. It decides on addresses, not names: callers pass each
 * address that a name resolved to, before connecting, so DNS rebinding does not bypass it.
 */
@NullMarked
package dev.stagedoor.egress;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The product as it is shipped: laid out as {@code make dist} does, started by its own launcher, seen from outside. Tests
 * stand in the packages below; here is what they share.
 */
@NullMarked
package dev.stagedoor.e2e;

import org.jspecify.annotations.NullMarked;

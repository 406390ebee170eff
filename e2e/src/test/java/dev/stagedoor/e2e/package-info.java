// SPDX-License-Identifier: Apache-2.0
/**
 * The product as shipped: laid out as by {@code make dist}, started by its own launcher, tested from outside. The tests
 * are in the packages below; this one has what they share.
 */
@NullMarked
package dev.stagedoor.e2e;

import org.jspecify.annotations.NullMarked;

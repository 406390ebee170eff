// SPDX-License-Identifier: Apache-2.0
/** Addresses in every notation. */
@NullMarked
package dev.stagedoor.egress;

import org.jspecify.annotations.NullMarked;

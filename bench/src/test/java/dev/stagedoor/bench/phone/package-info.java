// SPDX-License-Identifier: Apache-2.0
/** What is sent would be accepted, and what was lost or doubled is noticed. */
@NullMarked
package dev.stagedoor.bench.phone;

import org.jspecify.annotations.NullMarked;

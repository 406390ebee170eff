// SPDX-License-Identifier: Apache-2.0
/** How long it takes to verify that tenants are isolated, and what that costs those who ask for tokens meanwhile. */
@NullMarked
package dev.stagedoor.bench.verification;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.idempotency;

import org.jspecify.annotations.NullMarked;

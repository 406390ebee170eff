// SPDX-License-Identifier: Apache-2.0
/** Dispatches and their receipts on the wire. */
@NullMarked
package dev.stagedoor.api.dispatch;

import org.jspecify.annotations.NullMarked;

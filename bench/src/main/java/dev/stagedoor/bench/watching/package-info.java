// SPDX-License-Identifier: Apache-2.0
/** What it costs a LiveKit server that its live calls are looked after. */
@NullMarked
package dev.stagedoor.bench.watching;

import org.jspecify.annotations.NullMarked;

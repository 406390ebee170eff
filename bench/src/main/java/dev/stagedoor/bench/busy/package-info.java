// SPDX-License-Identifier: Apache-2.0
/** From trigger to agent while its worker is full: real workers, of Node's and Python's frameworks. */
@NullMarked
package dev.stagedoor.bench.busy;

import org.jspecify.annotations.NullMarked;

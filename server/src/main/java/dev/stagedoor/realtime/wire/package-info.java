// SPDX-License-Identifier: Apache-2.0
/** What is said through a page's socket: names, frames, and the codes by which it is closed. */
@NullMarked
package dev.stagedoor.realtime.wire;

import org.jspecify.annotations.NullMarked;

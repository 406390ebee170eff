// SPDX-License-Identifier: Apache-2.0
/** Where CPU time and memory go: by process, thread and area of code. */
@NullMarked
package dev.stagedoor.bench.profile;

import org.jspecify.annotations.NullMarked;

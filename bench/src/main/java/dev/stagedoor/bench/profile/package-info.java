// SPDX-License-Identifier: Apache-2.0
/** Where processor time and memory go: by process, by thread, by area of code. */
@NullMarked
package dev.stagedoor.bench.profile;

import org.jspecify.annotations.NullMarked;

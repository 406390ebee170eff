// SPDX-License-Identifier: Apache-2.0
/** Each sample belongs to one area of code. */
@NullMarked
package dev.stagedoor.bench.profile;

import org.jspecify.annotations.NullMarked;

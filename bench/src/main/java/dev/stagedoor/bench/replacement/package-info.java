// SPDX-License-Identifier: Apache-2.0
/** Agents that are killed in front of people, and how soon another is there. */
@NullMarked
package dev.stagedoor.bench.replacement;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Figures are judged by their goals. */
@NullMarked
package dev.stagedoor.bench;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Figures as text and as Markdown tables. */
@NullMarked
package dev.stagedoor.bench.report;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Tables stay readable whatever they contain, and figures are judged by their goals. */
@NullMarked
package dev.stagedoor.bench.report;

import org.jspecify.annotations.NullMarked;

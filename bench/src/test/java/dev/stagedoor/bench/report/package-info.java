// SPDX-License-Identifier: Apache-2.0
/** Tables read the same whatever they hold. */
@NullMarked
package dev.stagedoor.bench.report;

import org.jspecify.annotations.NullMarked;

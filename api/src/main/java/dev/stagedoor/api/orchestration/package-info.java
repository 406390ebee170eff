// SPDX-License-Identifier: Apache-2.0
/** Orchestration on the wire: the five patterns, their results, and the runs that execute them. */
@NullMarked
package dev.stagedoor.api.orchestration;

import org.jspecify.annotations.NullMarked;

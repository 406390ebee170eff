// SPDX-License-Identifier: Apache-2.0
/**
 * One call of a model: how it is put to the Messages API, what was heard of the answer, and what it cost.
 *
 * <p>Holds the call's part of R1 (one lease for the whole call).
 */
@NullMarked
package dev.stagedoor.orchestration.model;

import org.jspecify.annotations.NullMarked;

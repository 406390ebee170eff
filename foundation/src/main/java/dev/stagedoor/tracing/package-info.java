// SPDX-License-Identifier: Apache-2.0
/** Traces for the operator: OpenTelemetry's SDK, and where its spans go. */
@NullMarked
package dev.stagedoor.tracing;

import org.jspecify.annotations.NullMarked;

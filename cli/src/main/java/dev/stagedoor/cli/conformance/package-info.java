// SPDX-License-Identifier: Apache-2.0
/** stagedoor conformance: whether a LiveKit server does what Stagedoor relies on. */
@NullMarked
package dev.stagedoor.cli.conformance;

import org.jspecify.annotations.NullMarked;

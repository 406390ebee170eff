// SPDX-License-Identifier: Apache-2.0
/**
 * What Stagedoor relies on of a LiveKit server's API, as tests that run against any server: in JUnit by extending
 * {@link dev.stagedoor.conformance.LiveKitContract}, or by themselves with {@link dev.stagedoor.conformance.Conformance}.
 */
@NullMarked
package dev.stagedoor.conformance;

import org.jspecify.annotations.NullMarked;

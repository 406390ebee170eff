// SPDX-License-Identifier: Apache-2.0
/**
 * A LiveKit server API that runs inside this process, without media: for trying Stagedoor where no
 * {@code livekit-server} is at hand, and for the faults a real one cannot be asked for.
 *
 * <p>Three layers, each usable without the one above it: {@link dev.stagedoor.sandbox.SandboxState} is the state
 * machine of one LiveKit project (rooms, participants, dispatches, workers) on a clock and a seed;
 * {@link dev.stagedoor.sandbox.Sandbox} lays faults and a request log over it, in memory;
 * {@link dev.stagedoor.sandbox.server.SandboxLiveKit} serves it over HTTP with one API key.
 *
 * <p>What it answers was measured on livekit-server 1.11.0 and is held by a contract suite that runs against both.
 * Time comes from a {@link java.time.Clock} and chance from a seed (E3): the same calls at the same times give the
 * same answers. Secrets are kept only to check signatures; neither log nor request log holds one (S2).
 */
@NullMarked
package dev.stagedoor.sandbox;

import org.jspecify.annotations.NullMarked;

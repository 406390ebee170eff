// SPDX-License-Identifier: Apache-2.0
/**
 * An in-process LiveKit server API without media, for trying Stagedoor without a {@code livekit-server} and for
 * injecting faults that a real server cannot produce on demand.
 *
 * <p>Three layers, each usable without the one above it: {@link dev.stagedoor.sandbox.SandboxState} is the state
 * machine of one LiveKit project (rooms, participants, dispatches, workers, telephony) on a clock and a seed;
 * {@link dev.stagedoor.sandbox.Sandbox} adds faults and a request log to it, in memory;
 * {@link dev.stagedoor.sandbox.server.SandboxLiveKit} serves it over HTTP with one API key.
 *
 * <p>Its responses were measured on livekit-server 1.11.0; a contract suite runs against both. Time comes from a
 * {@link java.time.Clock} and randomness from a seed (E3): the same calls at the same times give the same responses.
 * Secrets are kept only to check signatures; neither the log nor the request log holds one (S2).
 *
 * <p>{@link dev.stagedoor.sandbox.claude.SandboxClaude} stands beside it: Anthropic's Messages API without a model.
 */
@NullMarked
package dev.stagedoor.sandbox;

import org.jspecify.annotations.NullMarked;

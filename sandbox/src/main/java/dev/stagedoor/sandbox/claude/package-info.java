// SPDX-License-Identifier: Apache-2.0
/**
 * Anthropic's Messages API without a model, for trying things without a key and for tests of what a real model does
 * rarely: errors, slow and cut streams, rate limits.
 *
 * <p>{@link dev.stagedoor.sandbox.claude.SandboxClaude} is the entry point. Paths, events, headers, error texts and what
 * each model refuses follow Anthropic's documentation of November 2026; {@code ClaudeContract} runs through Anthropic's
 * own Java SDK against the sandbox and, where there is a key, the real API. Answers depend on the request only (E3).
 * Keys are kept only in memory, to check and to compare them; no log line shows one (S2).
 */
@NullMarked
package dev.stagedoor.sandbox.claude;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

/** One agent's answer. */
public record AgentStep(String agent, String result, long durationMs) {}

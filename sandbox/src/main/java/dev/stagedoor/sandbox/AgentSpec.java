// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

/** An agent requested when a room is created: LiveKit's {@code RoomAgentDispatch}. */
public record AgentSpec(String agentName, String metadata) {}

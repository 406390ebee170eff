// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

/** An agent asked for when a room is made: LiveKit's {@code RoomAgentDispatch}. */
public record AgentSpec(String agentName, String metadata) {}

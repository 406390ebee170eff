// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

/** What an agent is in a pattern; describes it, and changes nothing. */
public enum AgentRole {
    MANAGER,
    WORKER,
    SPECIALIST,
    MODERATOR,
    REFLECTOR
}

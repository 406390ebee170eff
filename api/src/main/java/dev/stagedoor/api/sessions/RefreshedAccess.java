// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A fresh token of the session that asked for it. */
public record RefreshedAccess(
        AgentAccess agentC,

        @JsonPropertyDescription("The session's new token, if it was to be replaced; the old one stops working.")
        @Nullable
        SessionToken session) {}

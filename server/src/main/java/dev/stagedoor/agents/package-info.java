// SPDX-License-Identifier: Apache-2.0
/**
 * A tenant's agents: their names, their settings, and the LiveKit {@code agent_name} of their workers.
 *
 * <p>Holds I4 (another tenant's agent does not exist) and its part of T4: the epoch rises when {@code agent_name},
 * {@code enabled} or the limits change, but not for descriptive fields.
 */
@NullMarked
package dev.stagedoor.agents;

import org.jspecify.annotations.NullMarked;

/**
 * A tenant's agents: what they are called, how they speak, which LiveKit {@code agent_name} their workers register under.
 *
 * <p>Holds I4 (an agent of another tenant is one that does not exist) and its part of T4: the epoch rises when
 * {@code agent_name}, {@code enabled} or the limits change, and not for what only describes.
 */
@NullMarked
package dev.stagedoor.agents;

import org.jspecify.annotations.NullMarked;

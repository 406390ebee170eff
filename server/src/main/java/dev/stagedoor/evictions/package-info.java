/**
 * Evictions: whoever lost access to a room (their tenant was suspended, they were revoked, removed, or their call ended) is
 * removed from it, and removed again when they come back, until their last token has expired or they are granted a new one.
 *
 * <p>Holds T4 for people who are in a room already, and T3's part that a refresh does not admit them again.
 */
@NullMarked
package dev.stagedoor.evictions;

import org.jspecify.annotations.NullMarked;

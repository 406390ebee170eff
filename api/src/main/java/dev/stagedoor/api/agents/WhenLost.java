// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.agents;

/** What happens when an agent vanishes while people are in the room. */
public enum WhenLost {
    /** Another one is sent. */
    REPLACE,
    /** The dispatch ends. */
    END
}

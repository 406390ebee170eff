// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.orchestration.RunEventData;

/**
 * An event of a run.
 *
 * @param id    its number in the run
 * @param event {@code start}, {@code status}, {@code chunk}, and at the end {@code complete} or {@code error}
 */
public record RunEvent(String id, String event, RunEventData data) {
    /** Whether no event follows. */
    public boolean isLast() {
        return event.equals("complete") || event.equals("error");
    }
}

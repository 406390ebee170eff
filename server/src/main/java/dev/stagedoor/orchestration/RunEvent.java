// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

/**
 * What happened in a run.
 *
 * @param seq  from 1: the event's id
 * @param name {@code start}, {@code status}, {@code chunk}, {@code complete} or {@code error}
 * @param data JSON
 */
record RunEvent(long seq, String name, String data) {
    /** Whether nothing comes after it. */
    boolean isLast() {
        return name.equals("complete") || name.equals("error");
    }
}

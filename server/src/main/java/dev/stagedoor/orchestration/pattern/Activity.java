// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

/** What an agent does in a call, in the words of the event stream. */
public enum Activity {
    /** It works on the task, or on its part of it. */
    EXECUTING("executing", "completed"),
    /** It divides the task among others. */
    DELEGATING("delegating", "delegation_complete"),
    /** It makes one answer of its workers' results. */
    SYNTHESIZING("synthesizing", "completed"),
    /** It makes one answer of parallel ones. */
    AGGREGATING("aggregating", "completed"),
    /** It chooses who works on the task. */
    ROUTING("routing", "routing_complete"),
    /** It judges a debate. */
    JUDGING("judging", "completed");

    private final String started;
    private final String ended;

    Activity(String started, String ended) {
        this.started = started;
        this.ended = ended;
    }

    /** The status when the call starts. */
    public String started() {
        return started;
    }

    /** The status when it was answered. */
    public String ended() {
        return ended;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import java.util.List;

/**
 * How several agents work on one task. Pure: the same answers give the same calls, so that a run continues from what was
 * stored. A definition is complete and valid once it is constructed.
 */
public interface Pattern {
    /** Its name in the API: {@code sequential}. */
    String name();

    /** Its agents, in the order in which they are shown. */
    List<Agent> agents();

    /** The most calls that it can make, repairs included. */
    int mostCalls();

    /**
     * Every call that can be made now: a call that depends on nothing open may run beside the others. A call keeps its key
     * until it is answered; empty once there is nothing more to ask.
     */
    List<ModelCall> next(Answers answers);

    /** What has come of it so far, as the record of the API; complete once {@link #next} is empty. */
    Object result(Answers answers);
}

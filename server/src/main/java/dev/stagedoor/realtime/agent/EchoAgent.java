// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import java.util.function.Consumer;

/** Repeats what it was told: for trying a page without a model. */
final class EchoAgent implements TextAgent {
    /** The model of an agent that only repeats. */
    static final String MODEL = "stagedoor/echo";

    @Override
    public Answered answer(Turn turn, Consumer<String> onText) {
        Turn.Said last = turn.history().getLast();
        onText.accept(last.text());
        for (Turn.Attached attached : last.files()) {
            long read = attached.bytes() == null ? 0 : attached.bytes().length;
            onText.accept(
                    "\n[" + attached.file().name() + ", " + attached.file().mediaType() + ", " + read + " bytes]");
        }
        return new Answered("end_turn", 0, 0);
    }

    @Override
    public boolean remembers() {
        return false;
    }
}

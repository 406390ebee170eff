// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.api.orchestration.RunEventData;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.LiveLines;
import dev.stagedoor.client.EventFeed;
import dev.stagedoor.client.Runs;
import org.jspecify.annotations.Nullable;

/** Follows a run to its end: in place on a terminal, line by line elsewhere. */
final class Following {
    private Following() {}

    /** Prints what happens; returns the exit code, by how the run ended. */
    static int of(Session session, EventFeed<Runs.Event> feed) {
        RunEventData last = session.wantsJson()
                ? lines(session, feed)
                : LiveLines.on(session.shell()) ? live(session, feed) : words(session, feed);
        if (last == null || !"completed".equals(last.status())) {
            return ExitCode.CHECK_FAILED;
        }
        return ExitCode.OK;
    }

    private static @Nullable RunEventData lines(Session session, EventFeed<Runs.Event> feed) {
        RunEventData last = null;
        while (feed.hasNext()) {
            Runs.Event event = feed.next();
            session.printJsonLine(event);
            last = event.data();
        }
        return last;
    }

    private static @Nullable RunEventData live(Session session, EventFeed<Runs.Event> feed) {
        RunEventData last = null;
        try (LiveView view = new LiveView(session.shell())) {
            while (feed.hasNext()) {
                Runs.Event event = feed.next();
                view.on(event);
                last = event.data();
            }
        }
        return told(session, last);
    }

    /** For a terminal that cannot move its cursor: what the agents begin and end, without what they say meanwhile. */
    private static @Nullable RunEventData words(Session session, EventFeed<Runs.Event> feed) {
        RunEventData last = null;
        while (feed.hasNext()) {
            Runs.Event event = feed.next();
            last = event.data();
            if (event.event().equals("status")) {
                session.shell()
                        .out()
                        .println(Columns.line(
                                session.shell().style(), last.agent(), last.data(), last.error(), took(last)));
            }
        }
        return told(session, last);
    }

    private static @Nullable String took(RunEventData data) {
        return data.durationMs() == null ? null : RunColumns.seconds(data.durationMs());
    }

    private static @Nullable RunEventData told(Session session, @Nullable RunEventData last) {
        if (last != null) {
            session.shell()
                    .out()
                    .println(Columns.line(session.shell().style(), last.status(), last.code(), last.error()));
            tell(session, last.result());
        }
        return last;
    }

    /** Prints a run's result in words, if it has one. */
    static void tell(Session session, @Nullable Object result) {
        String words = RunColumns.words(result);
        if (words != null) {
            session.shell().out().println();
            words.lines().map(LiveLines::printable).forEach(session.shell().out()::println);
        }
        if (RunColumns.isCut(result)) {
            session.shell().out().println();
            session.shell().out().println("The answer was cut off: it reached its agent's max_tokens.");
        }
    }
}

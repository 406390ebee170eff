// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.api.orchestration.RunEventData;
import dev.stagedoor.cli.console.LiveLines;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.Runs;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A run on a terminal: a line per agent with its state, the time it takes, its tokens and the end of what it says. */
final class LiveView implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Set<String> AT_REST = Set.of("waiting", "completed", "error");

    /** More would not fit a terminal: then those are shown in which something happened last. */
    private static final int MOST = 20;

    private static final int NAME = 20;
    private static final int STATE = 20;

    /** What is kept of an agent's text: more than any terminal is wide. */
    private static final int TAIL = 1_000;

    private final LiveLines lines;
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final Thread clock;
    private long changes;
    private boolean closed;

    private static final class Agent {
        private final int place;
        private String state = "waiting";
        private long since = System.nanoTime();
        private long tookMillis;
        private long tokens;
        private String tail = "";
        private long changed;

        Agent(int place) {
            this.place = place;
        }

        long elapsed() {
            boolean works = !AT_REST.contains(state) && !state.endsWith("_complete");
            return works ? tookMillis + (System.nanoTime() - since) / 1_000_000 : tookMillis;
        }
    }

    LiveView(Shell shell) {
        this.lines = new LiveLines(shell);
        this.clock = Thread.ofVirtual().name("live-view").start(this::tick);
    }

    private void tick() {
        try {
            do {
                Thread.sleep(TICK);
            } while (drawn());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes in what happened; it is drawn within a moment. */
    synchronized void on(Runs.Event event) {
        RunEventData data = event.data();
        if (data.agents() != null) {
            data.agents().forEach(this::agent);
        }
        if (data.agent() == null) {
            return;
        }
        Agent agent = agent(data.agent());
        String said = Objects.requireNonNullElse(data.data(), "");
        agent.changed = ++changes;
        if (event.event().equals("chunk")) {
            String all = agent.tail + said;
            agent.tail = all.substring(Math.max(0, all.length() - TAIL));
        } else {
            agent.state = said;
            agent.since = System.nanoTime();
            agent.tookMillis += Objects.requireNonNullElse(data.durationMs(), 0L);
            agent.tokens += Objects.requireNonNullElse(data.inputTokens(), 0L)
                    + Objects.requireNonNullElse(data.outputTokens(), 0L);
        }
    }

    private Agent agent(String name) {
        return agents.computeIfAbsent(name, added -> new Agent(agents.size()));
    }

    /** False once nothing is drawn any more. */
    private synchronized boolean drawn() {
        if (!closed) {
            draw();
        }
        return !closed;
    }

    private void draw() {
        List<Map.Entry<String, Agent>> shown = agents.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Agent> entry) -> -entry.getValue().changed))
                .limit(MOST)
                .sorted(Comparator.comparingInt(entry -> entry.getValue().place))
                .toList();
        lines.draw(shown.stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static LiveLines.Line line(String name, Agent agent) {
        String head = LiveLines.column(name, NAME)
                + ' '
                + LiveLines.column(agent.state, STATE)
                + "%8s %8d tok".formatted(RunColumns.seconds(agent.elapsed()), agent.tokens);
        return new LiveLines.Line(head, agent.tail);
    }

    /** Draws the last state, which stays. */
    @Override
    public synchronized void close() {
        clock.interrupt();
        draw();
        closed = true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.budgets.Amounts;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens in one run and is not stored yet. Pieces of an agent's text are gathered between two stores, so that a
 * streamed token is not a row.
 */
final class Journal {
    private final Run run;
    private final List<RunEvent> events = new ArrayList<>();
    private final List<RunStep> steps = new ArrayList<>();
    private final List<Budgets.Used> charges = new ArrayList<>();
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private long lastSeq;
    private long profileVersion;
    private boolean over;
    private boolean lost;

    /** What a store takes; {@code profileVersion} is 0 unless the run goes on with a newer secret. */
    record Page(List<RunStep> steps, List<RunEvent> events, List<Budgets.Used> charges, long profileVersion) {
        boolean isEmpty() {
            return steps.isEmpty() && events.isEmpty() && charges.isEmpty();
        }
    }

    Journal(Run run, long lastSeq) {
        this.run = run;
        this.lastSeq = lastSeq;
    }

    /** Whether nothing has happened in the run, here or on another node. */
    synchronized boolean isNew() {
        return lastSeq == 0;
    }

    /** The run goes on with that version of its profile's secret. */
    synchronized void renewed(long version) {
        profileVersion = version;
    }

    Run run() {
        return run;
    }

    synchronized void text(String agent, String piece) {
        if (over) {
            return;
        }
        texts.computeIfAbsent(agent, name -> new StringBuilder()).append(piece);
    }

    /** An event; {@code agent} may be empty, and what it said so far comes before. */
    synchronized void event(String name, String agent, ObjectNode data) {
        spoken(agent);
        add(name, data);
    }

    /** The last event, after everything that was said. */
    synchronized void last(String name, ObjectNode data) {
        List.copyOf(texts.keySet()).forEach(this::spoken);
        over = true;
        add(name, data);
    }

    synchronized void step(RunStep step) {
        steps.add(step);
    }

    synchronized void charge(String stepKey, Amounts used) {
        charges.add(new Budgets.Used(run.id(), stepKey, used));
    }

    /** What is not settled yet. */
    synchronized List<Budgets.Used> takeCharges() {
        List<Budgets.Used> taken = List.copyOf(charges);
        charges.clear();
        return taken;
    }

    /** They could not be settled. */
    synchronized void back(List<Budgets.Used> unsettled) {
        charges.addAll(0, unsettled);
    }

    private void spoken(String agent) {
        StringBuilder said = texts.remove(agent);
        if (said != null) {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            add("chunk", data.put("agent", agent).put("data", said.toString()));
        }
    }

    private void add(String name, ObjectNode data) {
        events.add(new RunEvent(++lastSeq, name, Json.text(data)));
    }

    /** Everything that is not stored yet. */
    synchronized Page take() {
        List.copyOf(texts.keySet()).forEach(this::spoken);
        Page page = new Page(List.copyOf(steps), List.copyOf(events), List.copyOf(charges), profileVersion);
        steps.clear();
        events.clear();
        charges.clear();
        return page;
    }

    /** A store failed: the page is first again. */
    synchronized void back(Page page) {
        steps.addAll(0, page.steps());
        events.addAll(0, page.events());
        charges.addAll(0, page.charges());
    }

    synchronized void lose() {
        lost = true;
    }

    synchronized boolean isLost() {
        return lost;
    }
}

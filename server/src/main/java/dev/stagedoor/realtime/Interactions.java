// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.agent.TextAgents;
import dev.stagedoor.realtime.chat.ChatMessage;
import dev.stagedoor.realtime.chat.Turns;
import dev.stagedoor.realtime.events.EventLog;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.events.Write;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.files.UserFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers that this node's agents give. Each is held by a lease: when a node dies in the middle of one, the node that
 * its page reconnects to begins it anew. What a node says after it has lost one is not stored.
 */
final class Interactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interactions.class);

    /** The name that a chat takes from its first message. */
    private static final int NAME = 60;

    private final Foundation on;
    private final EventLog log;
    private final TextAgents agents;
    private final String node;
    private final int history;
    private final UserFiles files;
    private final AnswerStep step;
    private final Map<String, Answering> active = new ConcurrentHashMap<>();

    /** Where an answer belongs. */
    record Place(TenantId tenant, UiSession ui, Agent agent) {}

    /** What a user says: some text, or files, or both. */
    record Input(String text, List<UserFile> files) {
        ChatMessage message(String id, Instant now) {
            return ChatMessage.byUser(id, text, files.stream().map(UserFile::id).toList(), now);
        }

        private String name() {
            String line = text.strip().replaceAll("\\s+", " ");
            String name = line.isEmpty() ? files.getFirst().name() : line;
            return name.codePointCount(0, name.length()) <= NAME
                    ? name
                    : name.substring(0, name.offsetByCodePoints(0, NAME - 1)) + "…";
        }

        private Map<String, UserFile> byId() {
            return files.stream().collect(Collectors.toMap(UserFile::id, Function.identity()));
        }
    }

    /**
     * What it needs.
     *
     * @param node    this node's own id
     * @param history how many messages of a chat an agent is told
     */
    record Means(EventLog log, TextAgents agents, UserFiles files, String node, int history) {}

    Interactions(Foundation on, Means means) {
        this.on = on;
        this.log = means.log();
        this.agents = means.agents();
        this.node = means.node();
        this.history = means.history();
        this.files = means.files();
        this.step = new AnswerStep(node, history, on.clock());
    }

    /** This node's own id. */
    String node() {
        return node;
    }

    /** How many answers are in progress here. */
    int running() {
        return active.size();
    }

    /**
     * The user says something, and the agent answers. False if an answer is in progress in that page or chat; or if the chat
     * has another agent by now, or was deleted.
     */
    boolean start(Place place, Input input) {
        Instant now = on.clock().instant();
        String id = Ids.next("int", now);
        ChatMessage message = input.message(Ids.next("msg", now), now);
        UiSession ui = place.ui();
        Answering answering = new Answering(this, place, id);
        List<UiEvent.Draft> events = List.of(
                Frames.event(Wire.USER_TURN_END),
                answering.event(
                        Wire.INTERACTION, Frames.object().put("started", true).put("id", id)),
                answering.event(
                        Wire.USER_MESSAGE, Frames.object().set("message", Frames.message(message, input.byId()))),
                answering.completionBegins(false));
        Turns.Question question =
                new Turns.Question(id, ui.id(), ui.chat(), place.agent().slug(), input.name(), message);
        AnswerStep.Begins ask = new AnswerStep.Begins(question);
        boolean started = append(place, events, ask);
        if (started) {
            Turns.Begun begun = ask.begun();
            answering.asked(message, begun.before());
            begin(answering);
            if (begun.chat().messages() == 1) {
                Thread.ofVirtual().name("chat-added").start(() -> tellOthers(place, AnswerStep.added(begun.chat())));
            }
        }
        return started;
    }

    /** It is news to them, and no part of the answer: a page that misses it finds the chat when it asks for the list. */
    private void tellOthers(Place place, UiEvent.Draft event) {
        UiSession ui = place.ui();
        try {
            broadcast(place.tenant(), ui, event, page -> !page.equals(ui.id()));
        } catch (RuntimeException failed) {
            LOG.warn("no other page was told of the new chat {}: {}", ui.chat(), failed.toString());
        }
    }

    /** Tells all of the user's pages that are connected. */
    void broadcast(TenantId tenant, UiSession ui, UiEvent.Draft event) {
        broadcast(tenant, ui, event, page -> true);
    }

    private void broadcast(TenantId tenant, UiSession ui, UiEvent.Draft event, Predicate<String> to) {
        List<String> pages = on.database().read(tenant, tx -> UiSessionStore.connected(tx, ui.owner()));
        pages.stream().filter(to).forEach(page -> log.append(tenant, Write.of(page, List.of(event))));
    }

    private void begin(Answering answering) {
        active.put(answering.id(), answering);
        Thread.ofVirtual().name("interaction").start(answering);
    }

    void over(Answering answering) {
        active.remove(answering.id());
    }

    /** What the agent is to answer: the messages that are known, or those that are stored. */
    Told told(Place place, @Nullable List<ChatMessage> known) {
        Told.Means means = new Told.Means(on.database(), files, history);
        return known == null ? Told.read(means, place) : Told.of(means, place, known);
    }

    TextAgents agents() {
        return agents;
    }

    /** Stores that of the answer, unless this node has lost it. */
    boolean tell(Answering answering, List<UiEvent.Draft> events) {
        return append(answering.place(), events, new AnswerStep.GoesOn(answering.id()));
    }

    /** The answer is over: its last events, and what it came to. */
    boolean end(Answering answering, List<UiEvent.Draft> events, Optional<ChatMessage> said) {
        Turns.Answer answer =
                new Turns.Answer(answering.id(), answering.place().ui().chat(), node, said);
        return append(answering.place(), events, new AnswerStep.Ends(answer));
    }

    private boolean append(Place place, List<UiEvent.Draft> events, AnswerStep.Part part) {
        return log.append(place.tenant(), Write.with(place.ui().id(), events, step, part));
    }

    /** Now, as messages are dated. */
    Instant now() {
        return on.clock().instant();
    }

    /**
     * The page's user wants the answer in progress to stop: it is over, whichever node gives it. What was said until then
     * stays in the chat if this node gave it. False if there is none.
     */
    boolean cancel(TenantId tenant, UiSession ui) {
        Optional<Turns.InProgress> running = on.database().read(tenant, tx -> Turns.of(tx, ui.id()));
        if (running.isEmpty()) {
            return false;
        }
        String id = running.get().interactionId();
        Answering here = active.get(id);
        Optional<ChatMessage> said = here == null ? Optional.empty() : here.stop();
        List<UiEvent.Draft> events = new ArrayList<>();
        events.add(Frames.event(Wire.CANCELLED));
        said.ifPresent(message ->
                events.add(session(Wire.MESSAGE, ui, Frames.object().set("message", Frames.message(message)))));
        events.add(session(
                Wire.INTERACTION, ui, Frames.object().put("started", false).put("id", id)));
        events.add(Frames.event(Wire.USER_TURN_START));
        Turns.Answer answer = new Turns.Answer(id, ui.chat(), "", said);
        return log.append(tenant, Write.with(ui.id(), events, step, new AnswerStep.Ends(answer)));
    }

    /** An event of a chat, with whose it is. */
    static UiEvent.Draft session(String type, UiSession ui, ObjectNode data) {
        data.put("session_id", ui.chat()).put("user_session_id", ui.id());
        if (!data.has("role")) {
            data.put("role", "assistant");
        }
        return Frames.event(type, data);
    }

    /** Whether an answer for that page is in progress, on whatever node. */
    boolean isRunning(Tx tx, String uiSession) {
        return Turns.of(tx, uiSession).isPresent();
    }

    /**
     * Whether an answer for that page is in progress on a node that is alive. One that a dead node left begins anew here, if
     * the chat's agent can still be had; so does one that this node stored without knowing that it had.
     */
    boolean isRunningElsewhere(TenantId tenant, UiSession ui, Supplier<Optional<Agent>> reachable) {
        Instant now = on.clock().instant();
        Optional<Turns.InProgress> running = on.database().read(tenant, tx -> Turns.of(tx, ui.id()));
        if (running.isEmpty() || active.containsKey(running.get().interactionId())) {
            return false;
        }
        Optional<Agent> agent = reachable.get();
        if (agent.isEmpty()) {
            return false;
        }
        if (running.get().leasedUntil().isAfter(now)) {
            return true;
        }
        Answering answering = new Answering(
                this, new Place(tenant, ui, agent.get()), running.get().interactionId());
        boolean taken = log.append(
                tenant,
                Write.when(
                        ui.id(),
                        List.of(answering.completionBegins(true)),
                        tx -> Turns.takeOver(tx, running.get(), node, now, now.plus(AnswerStep.LEASE))));
        if (taken) {
            LOG.info("begins the answer {} anew, which another node left", answering.id());
            begin(answering);
        }
        return !taken;
    }

    private Map<TenantId, List<Answering>> byTenant() {
        return active.values().stream()
                .collect(Collectors.groupingBy(answering -> answering.place().tenant()));
    }

    /** Those that this node still holds, which it does until then. */
    private List<String> renewed(TenantId tenant, List<Answering> its, Instant until) {
        List<String> ids = its.stream().map(Answering::id).sorted().toList();
        return on.database().store(tenant, tx -> Turns.renew(tx, ids, node, until));
    }

    /** Says that this node holds its answers, a tenant's in one transaction; those that it has lost stop. */
    void keep() {
        byTenant()
                .forEach((tenant, its) ->
                        Thread.ofVirtual().name("interactions-kept").start(() -> keep(tenant, its)));
    }

    private void keep(TenantId tenant, List<Answering> its) {
        try {
            List<String> held = renewed(tenant, its, on.clock().instant().plus(AnswerStep.LEASE));
            its.stream().filter(one -> !held.contains(one.id())).forEach(Answering::lose);
        } catch (RuntimeException failed) {
            LOG.warn("could not renew {} answers in progress: {}", its.size(), failed.toString());
        }
    }

    /** Other nodes may take the answers over at once. */
    @Override
    public void close() {
        byTenant().forEach((tenant, its) -> {
            its.forEach(Answering::lose);
            try {
                renewed(tenant, its, on.clock().instant());
            } catch (RuntimeException failed) {
                LOG.warn("{} answers wait for their leases' end: {}", its.size(), failed.toString());
            }
        });
    }
}

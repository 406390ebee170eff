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
import dev.stagedoor.realtime.chat.ChatNews;
import dev.stagedoor.realtime.chat.Turns;
import dev.stagedoor.realtime.events.EventLog;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.events.Write;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.files.UserFiles;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
    private final ChatNews others = new ChatNews();
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
        this.step = new AnswerStep(node, on.clock());
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
     * The user says something, and the agent answers. False if an answer is in progress in that chat, or it has another agent by
     * now, or was deleted.
     */
    boolean start(Place place, Input input) {
        return begins(place, input) || (endAbandoned(place) && begins(place, input));
    }

    private boolean begins(Place place, Input input) {
        Instant now = on.clock().instant();
        String id = Ids.next("int", now);
        ChatMessage message = input.message(Ids.next("msg", now), now);
        UiSession ui = place.ui();
        Answering answering = new Answering(this, place, id);
        UiEvent.Draft said = answering.event(
                Wire.USER_MESSAGE, Frames.object().set("message", Frames.message(message, input.byId())));
        List<UiEvent.Draft> events = List.of(
                Frames.event(Wire.USER_TURN_END),
                answering.event(
                        Wire.INTERACTION, Frames.object().put("started", true).put("id", id)),
                said,
                answering.completionBegins(false));
        AnswerStep.Begins begins = new AnswerStep.Begins(
                new Turns.Question(id, ui.id(), ui.chat(), place.agent().slug(), input.name(), message));
        boolean started = append(place, events, begins);
        if (started) {
            Turns.Begun begun = begins.begun();
            answering.asked(message);
            begin(answering);
            if (begun.chat().messages() == 1) {
                news(place, AnswerStep.added(begun.chat()), tx -> UiSessionStore.connected(tx, ui.owner()));
            } else if (begun.shared()) {
                news(place, said, tx -> UiSessionStore.sharing(tx, ui));
            }
        }
        return started;
    }

    /** Ends what is in progress in that chat on a node that is gone, whose own page has not come back. Whether there was any. */
    private boolean endAbandoned(Place place) {
        UiSession ui = place.ui();
        Instant now = on.clock().instant();
        Optional<Turns.InProgress> abandoned =
                on.database().read(place.tenant(), tx -> Turns.abandoned(tx, ui.chat(), now));
        abandoned.ifPresent(one -> {
            Turns.Answer nothing = new Turns.Answer(one.interactionId(), one.chatId(), one.node(), Optional.empty());
            List<UiEvent.Draft> events = List.of(
                    over(one.chatId(), one.uiSession(), one.interactionId()), Frames.event(Wire.USER_TURN_START));
            if (!append(place.tenant(), one.uiSession(), events, new AnswerStep.Ends(nothing))) {
                // There is no such page any more.
                on.database().store(place.tenant(), tx -> Turns.end(tx, List.of(nothing)));
            }
        });
        return abandoned.isPresent();
    }

    /** Tells pages that what was in progress in their chat is over, since that has been deleted. */
    void deleted(TenantId tenant, String chat, Map<String, String> over) {
        over.forEach((page, interaction) -> log.append(tenant, Write.of(page, List.of(over(chat, page, interaction)))));
    }

    private static UiEvent.Draft over(String chat, String page, String interaction) {
        return session(
                Wire.INTERACTION,
                chat,
                page,
                Frames.object().put("started", false).put("id", interaction));
    }

    /**
     * Tells other pages than the user's own. It is no part of the answer, which does not wait for it; a page that misses it
     * finds it when it asks.
     */
    private void news(Place place, UiEvent.Draft event, Function<Tx, List<String>> to) {
        others.tell(
                place.ui().chat(),
                () -> on.database().read(place.tenant(), to).stream()
                        .filter(page -> !page.equals(place.ui().id()))
                        .forEach(page -> log.append(place.tenant(), Write.of(page, List.of(event)))));
    }

    /** Tells all of the user's pages that are connected. */
    void broadcast(TenantId tenant, UiSession ui, UiEvent.Draft event) {
        List<String> pages = on.database().read(tenant, tx -> UiSessionStore.connected(tx, ui.owner()));
        pages.forEach(page -> log.append(tenant, Write.of(page, List.of(event))));
    }

    private void begin(Answering answering) {
        active.put(answering.id(), answering);
        Thread.ofVirtual().name("interaction").start(answering);
    }

    void over(Answering answering) {
        active.remove(answering.id());
    }

    /** What the agent is to answer: the question if that is known and enough for it, or the chat as it is stored. */
    Told told(Place place, @Nullable ChatMessage question) {
        Told.Means means = new Told.Means(on.database(), files, history);
        return question == null || agents.of(place.agent()).remembers()
                ? Told.read(means, place)
                : Told.of(means, place, List.of(question));
    }

    TextAgents agents() {
        return agents;
    }

    /** Stores that of the answer, unless this node has lost it. */
    boolean tell(Answering answering, List<UiEvent.Draft> events) {
        return append(answering.place(), events, new AnswerStep.GoesOn(answering.held()));
    }

    /** The answer is over: its last events, and what it came to. */
    boolean end(Answering answering, List<UiEvent.Draft> events, Optional<ChatMessage> said) {
        Turns.Answer answer =
                new Turns.Answer(answering.id(), answering.place().ui().chat(), node, said);
        AnswerStep.Ends ends = new AnswerStep.Ends(answer);
        boolean ended = append(answering.place(), events, ends);
        if (ended && ends.shared()) {
            said.ifPresent(message -> news(
                    answering.place(),
                    answering.event(Wire.MESSAGE, Frames.object().set("message", Frames.message(message))),
                    tx -> UiSessionStore.sharing(tx, answering.place().ui())));
        }
        return ended;
    }

    private boolean append(Place place, List<UiEvent.Draft> events, AnswerStep.Part part) {
        return append(place.tenant(), place.ui().id(), events, part);
    }

    private boolean append(TenantId tenant, String page, List<UiEvent.Draft> events, AnswerStep.Part part) {
        return log.append(tenant, Write.with(page, events, step, part));
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
        events.add(over(ui.chat(), ui.id(), id));
        events.add(Frames.event(Wire.USER_TURN_START));
        Turns.Answer answer = new Turns.Answer(id, running.get().chatId(), "", said);
        return append(tenant, ui.id(), events, new AnswerStep.Ends(answer));
    }

    /** An event of a chat, with whose it is. */
    static UiEvent.Draft session(String type, UiSession ui, ObjectNode data) {
        return session(type, ui.chat(), ui.id(), data);
    }

    private static UiEvent.Draft session(String type, String chat, String page, ObjectNode data) {
        data.put("session_id", chat).put("user_session_id", page);
        if (!data.has("role")) {
            data.put("role", "assistant");
        }
        return Frames.event(type, data);
    }

    /** Whether an answer for that page is in progress, on whatever node that is alive. */
    boolean isRunning(Tx tx, String uiSession) {
        Instant now = on.clock().instant();
        return Turns.of(tx, uiSession)
                .filter(one -> active.containsKey(one.interactionId())
                        || one.leasedUntil().isAfter(now))
                .isPresent();
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
        List<Turns.Held> held = its.stream().map(Answering::held).toList();
        return on.database().store(tenant, tx -> Turns.renew(tx, held, node, until));
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

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.agent.TextAgent;
import dev.stagedoor.realtime.chat.ChatMessage;
import dev.stagedoor.realtime.chat.Turns;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that this node's agent gives. One thread hears the agent; another stores what it said, and tells the page: so a
 * slow store gathers more text for each event instead of slowing the agent.
 */
final class Answering implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    /** Between two stores of an answer: a page that is told every twentieth of a second looks as if it were typed. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Between two attempts to store the end of an answer. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private final Interactions interactions;
    private final Interactions.Place place;
    private final String id;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder untold = new StringBuilder();
    private @Nullable Thread agent;
    private @Nullable ChatMessage question;
    private boolean heardAll;
    private boolean stopped;

    Answering(Interactions interactions, Interactions.Place place, String id) {
        this.interactions = interactions;
        this.place = place;
        this.id = id;
    }

    String id() {
        return id;
    }

    Turns.Held held() {
        return new Turns.Held(id, place.ui().chat());
    }

    Interactions.Place place() {
        return place;
    }

    /** An event of its chat. */
    UiEvent.Draft event(String type, ObjectNode data) {
        return Interactions.session(type, place.ui(), data);
    }

    /** The agent begins; {@code again} if a page may have heard the beginning of an answer that was lost. */
    UiEvent.Draft completionBegins(boolean again) {
        ObjectNode data = Frames.object().put("running", true).put("interaction_id", id);
        return event(Wire.COMPLETION, again ? data.put("restarted", true) : data);
    }

    /** What the user asked; before it begins. */
    void asked(ChatMessage message) {
        question = message;
    }

    @Override
    public void run() {
        try {
            answer();
        } catch (InterruptedException stoppedNow) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            LOG.error("the answer {} failed here", id, failed);
        } finally {
            interactions.over(this);
        }
    }

    private void answer() throws InterruptedException {
        Result result = new Result();
        Thread hearing = Thread.ofVirtual().name("agent").unstarted(() -> hear(result));
        synchronized (this) {
            agent = hearing;
            if (stopped) {
                return;
            }
        }
        hearing.start();
        while (awaitPiece()) {
            String piece = take();
            if (!piece.isEmpty() && !tell(piece)) {
                lose();
                return;
            }
        }
        hearing.join();
        if (!isStopped()) {
            end(result);
        }
    }

    /** What came of it; written by the thread that hears, read once that has ended. */
    private static final class Result {
        private TextAgent.@Nullable Answered answered;
        private @Nullable Problem problem;
    }

    private void hear(Result result) {
        try (Told told = interactions.told(place, question)) {
            result.answered = interactions.agents().of(place.agent()).answer(told.turn(), this::heard);
        } catch (Problem problem) {
            result.problem = problem;
        } catch (RuntimeException | Error failed) {
            LOG.error("an agent failed", failed);
            result.problem = Problem.of(ErrorCode.INTERNAL, "Internal error.");
        } finally {
            synchronized (this) {
                heardAll = true;
                notifyAll();
            }
        }
    }

    private synchronized void heard(String piece) {
        untold.append(piece);
        notifyAll();
    }

    /** Waits for more to tell by itself; false once all was heard, since the rest is told with the end, or it was stopped. */
    private boolean awaitPiece() throws InterruptedException {
        synchronized (this) {
            while (untold.isEmpty() && !heardAll && !stopped) {
                wait();
            }
            if (stopped || heardAll) {
                return false;
            }
            if (said.isEmpty()) {
                return true;
            }
        }
        Thread.sleep(PAUSE);
        return !isStopped();
    }

    private synchronized String take() {
        if (stopped) {
            return "";
        }
        String piece = untold.toString();
        untold.setLength(0);
        said.append(piece);
        return piece;
    }

    private UiEvent.Draft delta(String piece) {
        return event(Wire.TEXT_DELTA, Frames.object().put("content", piece).put("interaction_id", id));
    }

    /** False if this node has lost the answer. A piece that cannot be stored is left out: the whole is told at the end. */
    private boolean tell(String piece) {
        try {
            return interactions.tell(this, List.of(delta(piece)));
        } catch (Problem later) {
            LOG.warn("a piece of the answer {} could not be stored: {}", id, later.toString());
            return true;
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void end(Result result) throws InterruptedException {
        List<UiEvent.Draft> events = new ArrayList<>();
        String rest = take();
        if (!rest.isEmpty()) {
            events.add(delta(rest));
        }
        ObjectNode completion = Frames.object().put("running", false).put("interaction_id", id);
        TextAgent.Answered answered = result.answered;
        if (answered != null) {
            completion
                    .put("stop_reason", answered.stop())
                    .put("input_tokens", answered.inputTokens())
                    .put("output_tokens", answered.outputTokens());
        } else {
            completion.put("stop_reason", "error");
            Problem why = result.problem;
            ErrorCode code = why == null ? ErrorCode.INTERNAL : why.code();
            events.add(event(Wire.ERROR, Frames.error(code.wire(), code.title() + ".", "agent")));
        }
        events.add(event(Wire.COMPLETION, completion));
        Optional<ChatMessage> message = message();
        message.ifPresent(one -> events.add(event(Wire.MESSAGE, Frames.object().set("message", Frames.message(one)))));
        events.add(event(Wire.INTERACTION, Frames.object().put("started", false).put("id", id)));
        events.add(Frames.event(Wire.USER_TURN_START));
        store(events, message);
    }

    /** Without its end the page would wait for ever: it is stored once that can be done, and takes effect once. */
    private void store(List<UiEvent.Draft> events, Optional<ChatMessage> message) throws InterruptedException {
        while (!isStopped()) {
            try {
                interactions.end(this, events, message);
                return;
            } catch (Problem later) {
                LOG.warn("the end of the answer {} could not be stored; trying again: {}", id, later.toString());
                Thread.sleep(LATER);
            }
        }
    }

    private Optional<ChatMessage> message() {
        Instant now = interactions.now();
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(ChatMessage.byAgent(Ids.next("msg", now), said.toString(), now));
    }

    /** Stops it, from another thread; what it has told until then. */
    Optional<ChatMessage> stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
            if (agent != null) {
                agent.interrupt();
            }
            return message();
        }
    }

    /** Another node has it now, or will: this one stores nothing more of it. */
    void lose() {
        stop();
    }
}

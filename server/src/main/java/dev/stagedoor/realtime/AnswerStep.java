// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.db.Tx;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.Turns;
import dev.stagedoor.realtime.events.Step;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers that begin, go on and end, stored with their events: first all that begin, then what is said, then all that end,
 * each by one statement.
 */
final class AnswerStep implements Step<AnswerStep.Part> {
    /** How long a node holds an answer without saying so again. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private final String node;
    private final Clock clock;

    /** For that node. */
    AnswerStep(String node, Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    /** What is to be stored of an answer. */
    sealed interface Part {}

    /** One that begins, if it can. */
    static final class Begins implements Part {
        private final Turns.Question question;
        private Turns.@Nullable Begun begun;

        Begins(Turns.Question question) {
            this.question = question;
        }

        /** What came of it, once it is stored. */
        Turns.Begun begun() {
            return Objects.requireNonNull(begun);
        }
    }

    /** One that goes on, if this node still holds it. */
    record GoesOn(Turns.Held what) implements Part {}

    /** One that ends, if it has not yet. */
    static final class Ends implements Part {
        private final Turns.Answer answer;
        private boolean shared;

        Ends(Turns.Answer answer) {
            this.answer = answer;
        }

        /** Whether another page of the user has the chat open, once it is stored. */
        boolean shared() {
            return shared;
        }
    }

    @Override
    public List<Result> store(Tx tx, List<Part> parts) {
        Map<String, Turns.Begun> begun = begin(tx, of(parts, Begins.class).toList());
        Set<String> held = held(tx, of(parts, GoesOn.class).toList());
        Set<Ends> ended = end(tx, of(parts, Ends.class).toList());
        Set<String> over = new HashSet<>();
        List<Result> results = new ArrayList<>();
        for (Part part : parts) {
            results.add(
                    switch (part) {
                        case Begins one -> begun(one, begun.get(one.question.interaction()));
                        case GoesOn(Turns.Held what) ->
                            Result.of(held.contains(what.interaction()) && !over.contains(what.interaction()));
                        case Ends one -> {
                            if (ended.contains(one)) {
                                over.add(one.answer.interaction());
                            }
                            yield Result.of(ended.contains(one));
                        }
                    });
        }
        return results;
    }

    private static <T extends Part> Stream<T> of(List<Part> parts, Class<T> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    private Map<String, Turns.Begun> begin(Tx tx, List<Begins> these) {
        Map<String, Turns.Begun> begun = new HashMap<>();
        inRounds(
                these,
                one -> one.question.chat(),
                first -> begun.putAll(Turns.begin(
                        tx,
                        first.stream().map(one -> one.question).toList(),
                        node,
                        clock.instant().plus(LEASE))));
        return begun;
    }

    /** Of several for one chat, each takes a round of its own, in their order. */
    private static <T> void inRounds(List<T> all, Function<T, String> chat, Consumer<List<T>> round) {
        List<T> left = all;
        while (!left.isEmpty()) {
            Map<String, T> first = new LinkedHashMap<>();
            List<T> later = left.stream()
                    .filter(one -> first.putIfAbsent(chat.apply(one), one) != null)
                    .toList();
            round.accept(List.copyOf(first.values()));
            left = later;
        }
    }

    private Set<String> held(Tx tx, List<GoesOn> these) {
        return these.isEmpty()
                ? Set.of()
                : Turns.held(tx, these.stream().map(GoesOn::what).toList(), node);
    }

    /** Of two for one answer the second is too late, unless the first was from a node that had lost it. */
    private static Set<Ends> end(Tx tx, List<Ends> these) {
        Set<Ends> ended = new HashSet<>();
        inRounds(these, one -> one.answer.chat(), first -> {
            Map<String, Boolean> over =
                    Turns.end(tx, first.stream().map(one -> one.answer).toList());
            first.stream()
                    .filter(one -> over.containsKey(one.answer.interaction()))
                    .forEach(one -> {
                        one.shared = Boolean.TRUE.equals(over.get(one.answer.interaction()));
                        ended.add(one);
                    });
        });
        return ended;
    }

    private static Result begun(Begins one, Turns.@Nullable Begun begun) {
        one.begun = begun;
        return begun == null || begun.chat().messages() > 1
                ? Result.of(begun != null)
                : new Result(true, List.of(added(begun.chat())));
    }

    /** A chat has its first message, and so appears in the lists. */
    static UiEvent.Draft added(Chat chat) {
        return Frames.event(Wire.CHAT_SESSION_ADDED, Frames.object().set("chat_session", Frames.chat(chat)));
    }
}

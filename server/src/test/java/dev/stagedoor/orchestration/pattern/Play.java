// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plays a pattern to its end with scripted answers, and keeps what was asked. */
final class Play {
    private final Pattern pattern;
    private final Function<ModelCall, Answer> model;
    private final List<List<ModelCall>> waves = new ArrayList<>();
    private Answers answers = Answers.NONE;

    private Play(Pattern pattern, Function<ModelCall, Answer> model) {
        this.pattern = pattern;
        this.model = model;
    }

    /** With a model that answers each call with its key, or with what is scripted for the key. */
    static Play of(Pattern pattern, Map<String, Answer> script) {
        return of(pattern, call -> script.getOrDefault(call.key(), text(call.key(), "<" + call.key() + ">")));
    }

    static Play of(Pattern pattern, Function<ModelCall, Answer> model) {
        Play play = new Play(pattern, model);
        play.toTheEnd();
        return play;
    }

    private void toTheEnd() {
        for (List<ModelCall> wave = pattern.next(answers); !wave.isEmpty(); wave = pattern.next(answers)) {
            waves.add(wave);
            wave.forEach(call -> answers = answers.with(model.apply(call)));
        }
    }

    static Answer text(String key, String text) {
        return Answer.text(key, text, Duration.ofMillis(7));
    }

    static Answer form(String key, String json) {
        return new Answer(key, "", Json.read(json, JsonNode.class), Duration.ofMillis(7), null, "tool_use");
    }

    static Answer failed(String key) {
        return Answer.failed(key, "provider_unavailable", Duration.ofMillis(7));
    }

    static Agent agent(String name) {
        return new Agent(name, "You are " + name + ".", null, null, null, null);
    }

    static Agent agent(String name, @Nullable String description) {
        return new Agent(name, "You are " + name + ".", description, null, null, null);
    }

    Answers answers() {
        return answers;
    }

    /** The keys of the calls that were made together, one list after the other. */
    List<List<String>> waves() {
        return waves.stream()
                .map(wave -> wave.stream().map(ModelCall::key).toList())
                .toList();
    }

    int calls() {
        return waves.stream().mapToInt(List::size).sum();
    }

    /** What that call asked. */
    String asked(String key) {
        return waves.stream()
                .flatMap(List::stream)
                .filter(call -> call.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no call " + key + " in " + waves()))
                .prompt()
                .text();
    }
}

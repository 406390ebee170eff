// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answers of a run so far, by the key of their call. Immutable. */
public final class Answers {
    /** None yet. */
    public static final Answers NONE = new Answers(Map.of());

    private final Map<String, Answer> byKey;

    private Answers(Map<String, Answer> byKey) {
        this.byKey = Collections.unmodifiableMap(byKey);
    }

    /** These, the first to arrive first. */
    public static Answers of(Collection<Answer> answers) {
        Map<String, Answer> byKey = new LinkedHashMap<>();
        answers.forEach(answer -> byKey.put(answer.key(), answer));
        return new Answers(byKey);
    }

    /** These and one more. */
    public Answers with(Answer answer) {
        Map<String, Answer> more = new LinkedHashMap<>(byKey);
        more.put(answer.key(), answer);
        return new Answers(more);
    }

    /** That call's answer, if it has been made; it may have failed. */
    public Optional<Answer> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** That call's answer, unless it is open or failed. */
    Optional<Answer> good(String key) {
        return find(key).filter(Answer::good);
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    /** Those of the calls that are not answered. */
    List<ModelCall> open(List<ModelCall> calls) {
        List<ModelCall> open = new ArrayList<>(calls);
        open.removeIf(call -> has(call.key()));
        return open;
    }

    /** How many there are. */
    public int size() {
        return byKey.size();
    }
}

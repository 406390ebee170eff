// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.orchestration.DebateResult;
import dev.stagedoor.orchestration.pattern.Decision.Decided;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Participants argue in turns, in their order, round after round. Everybody sees everything said before.
 *
 * @param rounds    from 1
 * @param judge     gives the verdict; null for none
 * @param converges whether the judge ends the debate once the participants agree
 */
public record Debate(
        String topic,
        List<Agent> participants,
        int rounds,
        @Nullable Agent judge,
        boolean converges) implements Pattern {
    private static final Form AGREEMENT = new Form(
            "report_agreement",
            "Reports whether the participants agree.",
            Schema.with(
                    Schema.object(), "converged", Schema.bool("Whether all participants now hold the same position.")));

    public Debate {
        participants = List.copyOf(participants);
        if (converges && judge == null) {
            throw new IllegalArgumentException("convergence needs a judge");
        }
    }

    @Override
    public String name() {
        return "debate";
    }

    @Override
    public List<Agent> agents() {
        List<Agent> all = new ArrayList<>(participants);
        if (judge != null) {
            all.add(judge);
        }
        return all;
    }

    @Override
    public int mostCalls() {
        int judged = judge == null ? 0 : 1;
        return rounds * participants.size() + judged + (converges ? (rounds - 1) * Decision.MOST_CALLS : 0);
    }

    @Override
    public List<ModelCall> next(Answers answers) {
        for (int round = 1; round <= rounds; round++) {
            for (Agent speaker : participants) {
                if (!answers.has(key(round, speaker))) {
                    return List.of(statement(round, speaker, answers));
                }
            }
            if (asksAfter(round)) {
                Decision<Boolean> agreement = agreement(round, answers);
                Optional<ModelCall> open = agreement.open(answers);
                if (open.isPresent()) {
                    return List.of(open.get());
                }
                if (agreement.made(answers).orElseThrow().value()) {
                    return verdict(answers);
                }
            }
        }
        return verdict(answers);
    }

    private static String key(int round, Agent speaker) {
        return "round-" + round + "/" + speaker.name();
    }

    private boolean asksAfter(int round) {
        return converges && round < rounds;
    }

    private ModelCall statement(int round, Agent speaker, Answers answers) {
        String turn = answers.size() == 0
                ? "You speak first. State your position."
                : "Answer the arguments above and state your position.";
        return ModelCall.text(
                key(round, speaker),
                speaker,
                Activity.EXECUTING,
                record(answers)
                        .and("This is round " + round + " of " + rounds + ". You are " + speaker.name() + ". " + turn));
    }

    /**
     * The topic and all statements so far: what each later call begins with. A part for each, since a provider caches
     * whole parts only.
     */
    private Prompt record(Answers answers) {
        Prompt record = Prompt.of("The topic of the debate: " + topic);
        for (DebateResult.Statement one : statements(answers)) {
            record = record.and("[Round " + one.round() + "] " + one.agent() + ":\n" + one.statement());
        }
        return record.repeated();
    }

    private Decision<Boolean> agreement(int round, Answers answers) {
        Agent asked = Objects.requireNonNull(judge);
        ModelCall call = new ModelCall(
                "agreement-" + round,
                asked,
                Activity.JUDGING,
                record(answers).and("Round " + round + " has ended. Do all participants now hold the same position?"),
                AGREEMENT);
        return new Decision<>(call, Debate::agreed, false);
    }

    private static boolean agreed(JsonNode form) {
        JsonNode converged = form.path("converged");
        if (!converged.isBoolean()) {
            throw new Decision.Misfit("converged must be true or false.");
        }
        return converged.booleanValue();
    }

    private List<ModelCall> verdict(Answers answers) {
        return judge == null
                ? List.of()
                : answers.open(List.of(ModelCall.text(
                        "verdict",
                        judge,
                        Activity.JUDGING,
                        record(answers).and("The debate has ended. Give your verdict."))));
    }

    private List<DebateResult.Statement> statements(Answers answers) {
        List<DebateResult.Statement> statements = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Agent speaker : participants) {
                int number = round;
                answers.good(key(round, speaker))
                        .ifPresent(answer -> statements.add(new DebateResult.Statement(
                                number,
                                speaker.name(),
                                answer.text(),
                                answer.took().toMillis(),
                                answer.stop())));
            }
        }
        return statements;
    }

    @Override
    public DebateResult result(Answers answers) {
        List<DebateResult.Statement> statements = statements(answers);
        Integer converged = null;
        boolean fallback = false;
        for (int round = 1; round <= rounds && converged == null; round++) {
            if (asksAfter(round) && answers.has("agreement-" + round)) {
                Optional<Decided<Boolean>> made = agreement(round, answers).made(answers);
                fallback |= made.map(Decided::fallback).orElse(false);
                converged = made.filter(Decided::value).isPresent() ? round : null;
            }
        }
        Optional<DebateResult.Statement> last =
                statements.isEmpty() ? Optional.empty() : Optional.of(statements.getLast());
        Optional<Answer> verdict = answers.good("verdict");
        return new DebateResult(
                name(),
                topic,
                participants.stream().map(Agent::name).toList(),
                last.map(DebateResult.Statement::round).orElse(0),
                statements,
                converged,
                fallback,
                judge == null ? null : judge.name(),
                (judge == null ? last.map(DebateResult.Statement::statement) : verdict.map(Answer::text)).orElse(null),
                (judge == null ? last.map(DebateResult.Statement::stopReason) : verdict.map(Answer::stop))
                        .orElse(null));
    }
}

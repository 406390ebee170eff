// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.SignedToken;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.projects.Project;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LiveKit itself refuses what was not granted: no grant to join, a token that has ended, another secret (T2). */
final class RefusalCheck implements Check {
    private static final Duration LONG_AGO = Duration.ofHours(1);

    private final Validator validator;
    private final Clock clock;

    RefusalCheck(Validator validator, Clock clock) {
        this.validator = validator;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "refused_grants";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(4);
    }

    @Override
    public Finding look(Subject subject) throws InterruptedException {
        if (subject.said().isEmpty()) {
            return Finding.failed("The tenant's LiveKit server did not answer.");
        }
        Project project = subject.project();
        List<String> admitted = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, Validator.Said> answer :
                answers(subject, project).entrySet()) {
            Validator.Said said = answer.getValue();
            (said.refuses() ? refused : admitted).add(answer.getKey() + " (" + said.status() + ")");
        }
        return admitted.isEmpty()
                ? Finding.passed("LiveKit refuses a token " + String.join(", one ", refused) + ".")
                : Finding.failed("LiveKit does not refuse a token " + String.join(", nor one ", admitted) + ".");
    }

    private Map<String, Validator.Said> answers(Subject subject, Project project) throws InterruptedException {
        AccessToken good = TokenCheck.joining(subject);
        Instant before = clock.instant().minus(LONG_AGO);
        Map<String, Validator.Said> answers = new LinkedHashMap<>();
        answers.put(
                "without a grant to join",
                ask(subject, project, project.signer().sign(TokenCheck.granting(VideoGrant.NONE))));
        answers.put("that has ended", ask(subject, project, project.signer().sign(good, before)));
        answers.put(
                "signed with another secret",
                validator.askForged(
                        subject.tenant(), project.url(), project.signer().keyId(), good));
        return answers;
    }

    private Validator.Said ask(Subject subject, Project project, SignedToken token) throws InterruptedException {
        return validator.ask(subject.tenant(), project.url(), token.jwt());
    }
}

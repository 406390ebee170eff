// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.calls.Wait;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.client.EventFeed;
import dev.stagedoor.client.PageRequest;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.LiveKit;
import dev.stagedoor.e2e.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shipped Java client, from triggering a call to its end. D1, D2. */
class JavaClientTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static StagedoorClient acme;

    @BeforeAll
    static void connect() {
        acme = StagedoorClient.of(
                DEV.get().ready().url(), ApiKey.of(DEV.tenant("acme").apiKey()));
    }

    @AfterAll
    static void disconnect() {
        acme.close();
    }

    private static TriggerAnswer trigger(String user, Wait wait) {
        return acme.calls().trigger(new TriggerRequest("demo", null, user, null, null, null, null, null, wait, null));
    }

    @Test
    void a_call_is_joined_listed_and_ended_and_then_nobody_is_in_its_room() {
        TriggerAnswer call = trigger("alice", Wait.JOINED);
        assertThat(call.dispatch().status()).isEqualTo("joined");

        try (Person alice = Person.in(call.serverUrl(), call.participantToken())) {
            assertThat(LiveKit.identities(DEV.tenant("acme"), call.roomName()))
                    .containsExactlyInAnyOrder("alice", call.dispatch().agentIdentity());
            assertThat(acme.calls().list(PageRequest.FIRST).items())
                    .extracting(CallView::id)
                    .contains(call.callId());

            acme.calls().end(call.callId());

            alice.await("disconnected");
            Await.until(
                    "the room is empty",
                    Duration.ofSeconds(20),
                    () -> LiveKit.identities(DEV.tenant("acme"), call.roomName())
                            .isEmpty());
        }
        assertThat(acme.calls().get(call.callId()).endedAt()).isNotNull();
        // An agent of the dispatch that is still joining would be removed; only then is it over.
        Await.until(
                "the dispatch is completed",
                Duration.ofSeconds(60),
                () -> acme.dispatches().get(call.dispatch().id()).status().equals("completed"));
    }

    @Test
    void a_receipt_is_followed_as_it_is_written() {
        TriggerAnswer call = trigger("bob", Wait.NONE);

        List<String> followed = new ArrayList<>();
        try (EventFeed<ReceiptLine> receipt =
                acme.dispatches().follow(call.dispatch().id())) {
            while (!followed.contains("joined")) {
                followed.add(receipt.next().status());
            }
        }

        assertThat(followed).startsWith("requested").containsSubsequence("sent", "joined");
        assertThat(acme.dispatches().get(call.dispatch().id()).receipt())
                .extracting(ReceiptLine::status)
                .startsWith(followed.toArray(String[]::new));
    }

    @Test
    void another_tenants_call_is_as_unknown_as_none() {
        String call = trigger("carol", Wait.SENT).callId();
        try (StagedoorClient globex = StagedoorClient.of(
                DEV.get().ready().url(), ApiKey.of(DEV.tenant("globex").apiKey()))) {
            ProblemException theirs = refusal(globex, call);
            ProblemException nobodys = refusal(globex, call.replaceFirst(".$", "0"));

            assertThat(theirs.status()).isEqualTo(404);
            assertThat(theirs.code()).isEqualTo(nobodys.code());
            assertThat(theirs.detail()).isEqualTo(nobodys.detail());
        }
    }

    private static ProblemException refusal(StagedoorClient client, String call) {
        return catchThrowableOfType(ProblemException.class, () -> client.calls().get(call));
    }
}

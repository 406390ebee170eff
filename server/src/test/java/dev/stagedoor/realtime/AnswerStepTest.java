// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestTenant;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.AnswerStep.Begins;
import dev.stagedoor.realtime.AnswerStep.Ends;
import dev.stagedoor.realtime.AnswerStep.GoesOn;
import dev.stagedoor.realtime.AnswerStep.Part;
import dev.stagedoor.realtime.chat.ChatMessage;
import dev.stagedoor.realtime.chat.Turns;
import dev.stagedoor.realtime.events.Step;
import dev.stagedoor.realtime.wire.Wire;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Answers that are stored together come out as if each had been alone")
class AnswerStepTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String HERE = "node-here";

    private final AnswerStep step = new AnswerStep(HERE, Clock.systemUTC());
    private TenantId tenant;

    @BeforeEach
    void aTenantWithFourPagesAndChats() {
        tenant = new TenantId(Ids.next("ten", Instant.EPOCH));
        Database database = DB.database();
        database.write(TenantId.PLATFORM, platform -> database.found(platform, tenant));
        DB.admin("""
                INSERT INTO chats SELECT '%1$s', '%1$s-chat' || n, 'cu_1', 'alice', '', 'parrot', '{}', 0, now(), now()
                  FROM generate_series(1, 4) n;
                INSERT INTO ui_sessions SELECT '%1$s', '%1$s-page' || n, 'cu_1', 'alice', '%1$s-chat' || n, '', 'c', '%2$s', 0, now()
                  FROM generate_series(1, 4) n;
                """.formatted(tenant.value(), HERE));
    }

    private Begins begins(String interaction, int page, int chat, String agent) {
        ChatMessage message = ChatMessage.byUser("msg_" + interaction, "Why " + interaction, List.of("f1", "f2"), at());
        return new Begins(new Turns.Question(
                id(interaction), id("-page" + page), id("-chat" + chat), agent, "Name " + interaction, message));
    }

    private Begins begins(String interaction, int chat) {
        return begins(interaction, chat, chat, "parrot");
    }

    private Ends ends(String interaction, int chat, String node) {
        ChatMessage message = ChatMessage.byAgent("msg_end_" + interaction + node, "Because", at());
        return new Ends(new Turns.Answer(id(interaction), id("-chat" + chat), node, Optional.of(message)));
    }

    private GoesOn goesOn(String interaction, int chat) {
        return new GoesOn(new Turns.Held(id(interaction), id("-chat" + chat)));
    }

    private static Instant at() {
        return Instant.parse("2026-11-30T10:00:00Z");
    }

    private String id(String rest) {
        return tenant.value() + rest;
    }

    private List<Step.Result> results(Part... parts) {
        return DB.database().store(tenant, tx -> step.store(tx, List.of(parts)));
    }

    private List<Boolean> stored(Part... parts) {
        return results(parts).stream().map(Step.Result::stored).toList();
    }

    private List<String> inProgress() {
        return DB.column("SELECT interaction_id FROM chats WHERE interaction_id <> '' AND tenant_id = '"
                + tenant.value() + "' ORDER BY 1");
    }

    private List<String> messages(int chat) {
        return DB.column("SELECT seq || role || content || files::text FROM chat_messages WHERE chat_id = '"
                + id("-chat" + chat) + "' ORDER BY seq");
    }

    @Test
    void many_begin_by_one_statement_each_with_its_own_chat() {
        Begins first = begins("a", 1);
        Begins second = begins("b", 2);

        assertThat(stored(first, second)).containsExactly(true, true);

        assertThat(first.begun().chat().name()).isEqualTo("Name a");
        assertThat(second.begun().chat().id()).isEqualTo(id("-chat2"));
        assertThat(messages(1)).containsExactly("1userWhy a{f1,f2}");
        assertThat(messages(2)).containsExactly("1userWhy b{f1,f2}");
        assertThat(inProgress()).containsExactly(id("a"), id("b"));
    }

    @Test
    void a_chat_has_one_answer_at_a_time() {
        assertThat(stored(begins("a", 1, 1, "parrot"), begins("b", 2, 1, "parrot")))
                .containsExactly(true, false);
        assertThat(stored(begins("d", 4), begins("e", 1))).containsExactly(true, false);
        assertThat(inProgress()).containsExactly(id("a"), id("d"));
    }

    @Test
    void one_that_cannot_begin_does_not_keep_the_next_one_in_its_chat_from_it() {
        assertThat(stored(begins("a", 1, 1, "owl"), begins("b", 2, 1, "parrot")))
                .containsExactly(false, true);
    }

    @Test
    void what_cannot_begin_leaves_nothing_and_the_others_begin() {
        assertThat(stored(begins("a", 1, 1, "owl"), begins("b", 2, 9, "parrot"), begins("c", 3)))
                .containsExactly(false, false, true);

        assertThat(inProgress()).containsExactly(id("c"));
        assertThat(messages(1)).isEmpty();
    }

    @Test
    void a_chat_that_gets_another_agent_meanwhile_takes_no_question() throws Exception {
        try (Connection changing = DB.asAdmin();
                Statement statement = changing.createStatement();
                ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            changing.setAutoCommit(false);
            statement.execute("UPDATE chats SET agent_key = 'owl' WHERE chat_id = '" + id("-chat1") + '\'');

            Future<List<Boolean>> asked = asking.submit(() -> stored(begins("a", 1), begins("b", 2)));
            TestTenant.until(
                    "the question waits for the change",
                    () -> DB.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
            changing.commit();

            assertThat(asked.get()).containsExactly(false, true);
        }
        assertThat(inProgress()).containsExactly(id("b"));
        assertThat(messages(1)).isEmpty();
    }

    @Test
    void a_chats_first_message_is_news_and_later_ones_are_not() {
        assertThat(results(begins("a", 1)).getFirst().more())
                .extracting(event -> event.type())
                .containsExactly(Wire.CHAT_SESSION_ADDED);
        results(ends("a", 1, HERE));

        assertThat(results(begins("b", 1)).getFirst().more()).isEmpty();
    }

    @Test
    void it_ends_once_and_nothing_is_said_after_that() {
        results(begins("a", 1), begins("b", 2));

        assertThat(stored(goesOn("a", 1), ends("a", 1, HERE), ends("a", 1, ""), goesOn("a", 1), goesOn("b", 2)))
                .containsExactly(true, true, false, false, true);

        assertThat(messages(1)).containsExactly("1userWhy a{f1,f2}", "2assistantBecause{}");
        assertThat(inProgress()).containsExactly(id("b"));
    }

    @Test
    void a_node_that_has_lost_it_cannot_end_it_and_its_user_can() {
        results(begins("a", 1));
        DB.admin("UPDATE chats SET node = 'elsewhere' WHERE interaction_id = '" + id("a") + '\'');

        assertThat(stored(goesOn("a", 1), ends("a", 1, HERE), ends("a", 1, ""))).containsExactly(false, false, true);
        assertThat(inProgress()).isEmpty();
    }

    @Test
    void an_answer_to_a_chat_that_was_deleted_is_not_stored() {
        results(begins("a", 1));
        DB.admin("DELETE FROM chats WHERE chat_id = '" + id("-chat1") + "'");

        assertThat(stored(goesOn("a", 1), ends("a", 1, HERE))).containsExactly(false, false);
        assertThat(messages(1)).isEmpty();
    }
}

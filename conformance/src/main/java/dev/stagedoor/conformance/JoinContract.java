// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What {@code /rtc/validate} says about a participant's token: a cheap check that it can join the room. */
public interface JoinContract extends UnderTest {
    @Test
    default void a_good_token_passes_from_header_and_query_and_for_any_origin() {
        String token = joining().sign();
        RawCall.Answer answer = target().call("/rtc/validate").bearer(token).get();
        assertThat(answer.verdict()).isEqualTo("200 success");
        assertThat(answer.response().headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(target().call("/rtc/validate?access_token=" + token).get().verdict())
                .isEqualTo("200 success");
    }

    @Test
    default void looking_makes_no_room() {
        String room = fresh();
        assertThat(validate(target().token().joins(room))).isEqualTo("200 success");
        assertThat(target().rooms().listRooms(room)).isEmpty();
    }

    @Test
    default void whoever_may_not_join_is_told_why() {
        assertThat(target().call("/rtc/validate").get().verdict()).isEqualTo("401 no permissions to access the room");
        assertThat(validate(target().token())).isEqualTo("401 no permissions to access the room");
        assertThat(validate(target().token().room("lobby"))).isEqualTo("401 permissions denied");
        assertThat(validate(target().token().joins(""))).isEqualTo("400 no room name");
        assertThat(validate(joining().key("APInobody"))).isEqualTo("401 invalid API key: APInobody");
        assertThat(validate(joining().until(Duration.ofMinutes(-5)))).endsWith("token is expired (exp)");
    }

    @Test
    default void an_identity_is_needed_and_the_tokens_id_will_do() {
        RawToken nobody = joining().without("sub");
        assertThat(validate(nobody)).isEqualTo("400 identity cannot be empty");
        assertThat(validate(nobody.claims(claims -> claims.put("jti", "token-1"))))
                .isEqualTo("200 success");
    }

    @Test
    default void identity_and_room_have_at_most_256_bytes() {
        assertThat(validate(joining().claims(claims -> claims.put("sub", "i".repeat(256)))))
                .isEqualTo("200 success");
        assertThat(validate(joining().claims(claims -> claims.put("sub", "i".repeat(257)))))
                .isEqualTo("400 participant identity length exceeds limits: max length 256");
        assertThat(validate(target().token().joins("r".repeat(257))))
                .isEqualTo("400 room name length exceeds limits: max length 256");
    }

    @Test
    default void a_second_connection_to_publish_needs_leave_to_publish() {
        String muted = joining().grant("canPublish", false).sign();
        assertThat(target().call("/rtc/validate?publish=camera")
                        .bearer(muted)
                        .get()
                        .verdict())
                .isEqualTo("401 no permissions to access the room");
        assertThat(target().call("/rtc/validate?publish=camera")
                        .bearer(joining().sign())
                        .get()
                        .verdict())
                .isEqualTo("200 success");
    }

    @Test
    default void a_room_configuration_it_understands_passes() {
        List<Consumer<ObjectNode>> understood = List.of(
                config -> config.put("emptyTimeout", 5)
                        .put("departure_timeout", 6)
                        .put("maxParticipants", "7"),
                config -> config.withArray("agents")
                        .addObject()
                        .put("agentName", "greeter")
                        .put("metadata", "m"),
                config -> config.withArray("agents").addObject().put("agent_name", "greeter"),
                config -> config.withArray("agents").addObject().put("restartPolicy", "JRP_NEVER"),
                config -> config.withObject("/tags").put("tenant", "acme"));
        for (Consumer<ObjectNode> part : understood)
            assertThat(validate(configured(part))).isEqualTo("200 success");
    }

    @Test
    default void a_room_configuration_it_does_not_understand_spoils_the_token() {
        List<Consumer<ObjectNode>> strange = List.of(
                config -> config.put("emptyTimeout", "soon"),
                config -> config.put("nobodyKnowsThis", 1),
                config -> config.putObject("agents"),
                config -> config.withArray("agents").addObject().put("restartPolicy", "JRP_PERHAPS"),
                config -> config.withArray("agents").addObject().putObject("attributes"),
                config -> config.withArray("agents").addObject().put("deployment", "blue"));
        for (Consumer<ObjectNode> part : strange) {
            assertThat(validate(configured(part)))
                    .startsWith("401 invalid token: ")
                    .contains("proto:");
        }
    }

    @Test
    default void kind_sources_attributes_and_long_metadata_pass() {
        assertThat(validate(joining().claims(claims -> claims.put("kind", "agent"))))
                .isEqualTo("200 success");
        assertThat(validate(joining().claims(claims -> claims.put("kind", "ghost"))))
                .isEqualTo("200 success");
        assertThat(validate(joining()
                        .claims(claims -> claims.withObject("/video")
                                .putArray("canPublishSources")
                                .add("camera"))))
                .isEqualTo("200 success");
        assertThat(validate(joining().claims(claims -> claims.put("metadata", "m".repeat(65_000)))))
                .isEqualTo("200 success");
    }

    private RawToken joining() {
        return target().token().joins("lobby");
    }

    private RawToken configured(Consumer<ObjectNode> part) {
        return joining().claims(claims -> part.accept(claims.withObject("/roomConfig")));
    }

    private String validate(RawToken token) {
        return target().call("/rtc/validate").bearer(token.sign()).get().verdict();
    }
}

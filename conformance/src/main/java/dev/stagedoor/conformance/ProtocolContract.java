// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The HTTP and Twirp protocol around the calls. */
public interface ProtocolContract extends UnderTest {
    String UNREADABLE = "400 malformed: the json request could not be decoded";

    @Test
    default void the_root_says_ok() {
        RawCall.Answer answer = target().call("/").get();
        assertThat(answer.verdict()).isEqualTo("200 OK");
        assertThat(target().call("/nowhere").get().verdict()).isEqualTo("404 404 page not found\n");
    }

    @Test
    default void a_body_that_is_no_such_message_is_malformed() {
        for (String body : List.of(
                "{",
                "[]",
                "null",
                "",
                "{\"name\":5}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"empty_timeout\":-1}",
                "{\"empty_timeout\":\"soon\"}",
                "{\"empty_timeout\":1,\"emptyTimeout\":1}",
                "{\"agents\":{}}")) {
            assertThat(create(body).verdict()).as(body).isEqualTo(UNREADABLE);
        }
    }

    @Test
    default void an_unreadable_body_is_said_before_a_missing_grant() {
        assertThat(target().call(ROOMS + "CreateRoom")
                        .bearer(target().token().grant("roomList", true).sign())
                        .post("{")
                        .verdict())
                .isEqualTo(UNREADABLE);
    }

    @Test
    default void what_follows_the_message_is_ignored() {
        String room = fresh();
        assertThat(create("{\"name\":\"" + room + "\"} and more")
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo(room);
    }

    @Test
    default void another_content_type_method_or_name_is_a_bad_route() {
        String token = target().token().server("lobby").sign();
        assertThat(target().call(ROOMS + "ListRooms")
                        .bearer(token)
                        .header("Content-Type", "text/plain")
                        .send("POST", "{}")
                        .json()
                        .toString())
                .isEqualTo("""
                        {"code":"bad_route","msg":"unexpected Content-Type: \\"text/plain\\"",\
                        "meta":{"twirp_invalid_route":"POST /twirp/livekit.RoomService/ListRooms"}}""");
        assertThat(target().call(ROOMS + "ListRooms").bearer(token).get().verdict())
                .isEqualTo("404 bad_route: unsupported method \"GET\" (only POST is allowed)");
        assertThat(target().call(ROOMS + "Nothing").bearer(token).post("{}").verdict())
                .isEqualTo("404 bad_route: no handler for path \"/twirp/livekit.RoomService/Nothing\"");
        assertThat(target().call("/twirp/livekit.Nobody/Nothing")
                        .bearer(token)
                        .post("{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    default void a_charset_and_a_double_slash_are_forgiven() {
        String token = target().token().server("lobby").sign();
        RawCall.Answer answer = target().call("/" + ROOMS + "ListRooms")
                .bearer(token)
                .header("Content-Type", "application/json; charset=utf-8")
                .send("POST", "{\"names\":[\"nowhere\"]}");
        assertThat(answer.body()).isEqualTo("{\"rooms\":[]}");
        assertThat(answer.contentType()).isEqualTo("application/json");
    }

    @Test
    default void a_body_of_several_megabytes_is_taken() {
        String room = fresh();
        RawCall.Answer answer = create("{\"name\":\"%s\",\"metadata\":\"%s\"}".formatted(room, "m".repeat(3_000_000)));
        assertThat(answer.status()).isEqualTo(200);
        target().rooms().deleteRoom(room);
    }

    private RawCall.Answer create(String body) {
        return target().call(ROOMS + "CreateRoom")
                .bearer(target().token().server("lobby").sign())
                .post(body);
    }
}

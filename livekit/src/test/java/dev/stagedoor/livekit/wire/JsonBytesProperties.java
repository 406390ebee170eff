// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Jackson reads back every text that the hand-written writer writes. */
final class JsonBytesProperties {
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] FIELD = JsonBytes.name("field");
    private static final byte[] MAP = JsonBytes.name("map");

    @Property
    void any_text_is_read_back_as_it_was(@ForAll("texts") String text) throws Exception {
        var written = new JsonBytes().open().entry(text, text).close().toBytes();
        assertThat(JSON.readTree(written).path(text).asText()).isEqualTo(text);
        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("\0", "\n", "\r");
    }

    @Property
    void any_map_is_read_back_as_it_was(
            @ForAll @Size(max = 20) Map<@net.jqwik.api.From("texts") String, @net.jqwik.api.From("texts") String> map)
            throws Exception {
        var json = new JsonBytes().open();
        RoomConfigurationJson.writeMap(json, MAP, map);
        var read = JSON.readTree(json.close().toBytes());
        assertThat(read.path("map").size()).isEqualTo(map.size());
        map.forEach(
                (key, value) -> assertThat(read.path("map").path(key).asText()).isEqualTo(value));
    }

    @Property
    void any_number_is_read_back_as_it_was(@ForAll @LongRange(min = 0) long number) throws Exception {
        var written = new JsonBytes().open().number(FIELD, number).close().toBytes();
        assertThat(JSON.readTree(written).path("field").asLong()).isEqualTo(number);
    }

    @Property
    void half_a_surrogate_pair_is_refused_wherever_it_stands(
            @ForAll("texts") String before, @ForAll("halves") char half, @ForAll("texts") String after) {
        assertThatThrownBy(() -> new JsonBytes().open().text(FIELD, before + half + ' ' + after))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    @Example
    void numbers_of_every_length_and_the_ends_of_the_range() throws Exception {
        for (long number = 1; number > 0; number = number > Long.MAX_VALUE / 10 ? -1 : number * 10) {
            for (long n : new long[] {number - 1, number, number + 1, Long.MAX_VALUE}) {
                var written = new JsonBytes().open().number(FIELD, n).close().toBytes();
                assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo("{\"field\":" + n + "}");
            }
        }
    }

    @Example
    void fields_without_meaning_are_left_out_and_commas_stand_right() {
        var json = new JsonBytes()
                .open()
                .text(FIELD, null)
                .text(FIELD, "")
                .positive(FIELD, 0)
                .bool(FIELD, null)
                .flag(FIELD, false)
                .open(MAP)
                .close()
                .openArray(FIELD)
                .element("{")
                .element("[")
                .closeArray()
                .bool(FIELD, false)
                .close();
        assertThat(new String(json.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"map\":{},\"field\":[\"{\",\"[\"],\"field\":false}");
    }

    @Example
    void a_buffer_can_be_used_again_after_a_refusal() {
        var json = new JsonBytes().open();
        assertThatThrownBy(() -> json.text(FIELD, "\ud800")).isInstanceOf(IllegalArgumentException.class);
        json.reset(64);
        assertThat(new String(json.open().close().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{}");
    }

    @Provide
    Arbitrary<String> texts() {
        var nasty = Arbitraries.of(
                "\0", "\"", "\\", "\u001f", "\u007f", "\n", "\r", "\t", "ä", "€", "😀", "\u2028", "/", "{", "\uffff");
        var any = Arbitraries.strings().all().ofMaxLength(30).filter(JsonBytesProperties::isWhole);
        return Arbitraries.oneOf(any, nasty.list().ofMaxSize(12).map(parts -> String.join("", parts)));
    }

    @Provide
    Arbitrary<Character> halves() {
        return Arbitraries.chars().range('\ud800', '\udfff');
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}

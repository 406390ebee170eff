// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.livekit.wire.JsonBytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is put into a request: either it is refused, or nothing in it can begin a line of its own in SIP. */
final class SipRequestProperties {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "+442079460100";

    @Provide
    Arbitrary<String> texts() {
        var nasty = Arbitraries.strings()
                .withChars('\r', '\n', '\0', '\t', ' ', '"', '<', '>', ';', '@', ':', '\\', '/', '?', '+', '0', '9')
                .withChars('a', 'Z', 'é', '\u2028', '\uff11')
                .ofMaxLength(12);
        var injected = nasty.map(text -> NUMBER + "\r\nX-Injected: " + text);
        return Arbitraries.oneOf(nasty, injected, Arbitraries.strings().ofMaxLength(12), Arbitraries.of(NUMBER, "X-A"));
    }

    private static final List<Function<String, CreateSipParticipant>> CALLS = List.of(
            text -> CreateSipParticipant.dialling("ST_1", text, "lobby", "alice")
                    .build(),
            text -> CreateSipParticipant.dialling(text, NUMBER, "lobby", "alice")
                    .build(),
            text -> CreateSipParticipant.dialling("ST_1", NUMBER, text, "alice").build(),
            text -> CreateSipParticipant.dialling("ST_1", NUMBER, "lobby", text).build(),
            text -> call().from(text).build(),
            text -> call().name(text).build(),
            text -> call().displayName(text).build(),
            text -> call().dtmf(text).build(),
            text -> call().headers(Map.of("X-A", text)).build(),
            text -> call().headers(Map.of(text, "a")).build());

    private static CreateSipParticipant.Builder call() {
        return CreateSipParticipant.dialling("ST_1", NUMBER, "lobby", "alice");
    }

    @Property
    void a_call_carries_no_line_break(@ForAll("texts") String text) {
        for (var make : CALLS) {
            accepted(make, text).ifPresent(call -> {
                var out = new JsonBytes().open();
                SipJson.write(out, call);
                assertThat(strings(out)).noneMatch(SipRequestProperties::breaksTheLine);
            });
        }
    }

    @Property
    void a_trunk_or_a_transfer_carries_none_either(@ForAll("texts") String text) {
        accepted(SipRequestProperties::inbound, text).ifPresent(trunk -> {
            var out = new JsonBytes().open();
            SipJson.write(out, JsonBytes.name("trunk"), trunk);
            assertThat(strings(out)).noneMatch(SipRequestProperties::breaksTheLine);
        });
        accepted(one -> OutboundTrunk.to(one, NUMBER).build(), text)
                .ifPresent(trunk -> assertThat(trunk.address())
                        .doesNotContainAnyWhitespaces()
                        .doesNotContain("@", ";"));
        accepted(TransferTarget::new, text)
                .ifPresent(target ->
                        assertThat(target.uri()).doesNotContainAnyWhitespaces().doesNotContain("<", "?"));
    }

    private static InboundTrunk inbound(String text) {
        return InboundTrunk.forNumbers(NUMBER)
                .name(text)
                .headersToAttributes(Map.of("X-A", text))
                .attributesToHeaders(Map.of(text, "X-A"))
                .build();
    }

    @Property
    void durations_are_read_as_protobuf_writes_them(@ForAll long seed) {
        var duration = Duration.ofSeconds(Math.floorMod(seed, 100_000L), Math.floorMod(seed, 1_000L) * 1_000_000);
        var text = duration.getSeconds()
                + (duration.getNano() == 0 ? "s" : "." + String.format("%03ds", duration.toMillisPart()));
        assertThat(ProtoDuration.read(text)).contains(duration);
    }

    private static <T> Optional<T> accepted(Function<String, T> make, String text) {
        try {
            return Optional.of(make.apply(text));
        } catch (IllegalArgumentException refused) {
            assertThat(text.length() < 4
                            || !String.valueOf(refused.getMessage()).contains(text))
                    .as("the refusal does not repeat the value")
                    .isTrue();
            return Optional.empty();
        }
    }

    private static boolean breaksTheLine(String text) {
        return text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0 || c == 0x85 || c == 0x2028 || c == 0x2029);
    }

    private static List<String> strings(JsonBytes out) {
        try {
            return strings(JSON.readTree(out.close().toBytes())).toList();
        } catch (java.io.IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    private static Stream<String> strings(JsonNode node) {
        if (node.isTextual()) {
            return Stream.of(node.textValue());
        }
        var names = node.properties().stream().map(Map.Entry::getKey);
        var inside = StreamSupport.stream(node.spliterator(), false).flatMap(SipRequestProperties::strings);
        return Stream.concat(names, inside);
    }
}

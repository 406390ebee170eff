// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parser reads what was written. */
class XmlTest {
    @Property
    void any_text_is_read_as_it_was_written_or_refused(@ForAll String attribute, @ForAll String text) {
        Xml written;
        try {
            written = Xml.element("A")
                    .attribute("b", attribute)
                    .child(Xml.element("C").text(text));
        } catch (IllegalArgumentException refused) {
            Statistics.label("outcome").collect("refused");
            assertThat((attribute + text).codePoints().anyMatch(XmlTest::isUnwritable))
                    .isTrue();
            return;
        }
        Statistics.label("outcome").collect("written");
        assertThat(ParsedXml.of(written.document()))
                .isEqualTo(new ParsedXml(
                        "A", Map.of("b", attribute), "", List.of(new ParsedXml("C", Map.of(), text, List.of()))));
    }

    /** What XML 1.0 does not have, and the control characters that it has. */
    private static boolean isUnwritable(int c) {
        return Character.isISOControl(c) || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c < 0xE000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "&", "<", ">", "\"", "'", "]]>", "<!--", "&amp;", "&#10;", "é", "€", "🎭", "a  b ", "%26"
            })
    void what_has_a_meaning_in_xml_is_escaped(String text) {
        ParsedXml read =
                ParsedXml.of(Xml.element("A").attribute("b", text).text(text).document());

        assertThat(read.attributes()).containsOnly(Map.entry("b", text));
        assertThat(read.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\t",
                "\n",
                "\r",
                "\u001b",
                "\u007f",
                "\u0085",
                "\ud800",
                "\udc00\ud800",
                "\ufffe",
                "\uffff"
            })
    void what_xml_cannot_carry_is_refused_and_not_quoted(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Xml.element("A").attribute("b", "secret" + text))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Xml.element("A").text("secret" + text))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "1a", "a>", "a:b", "é"})
    void names_are_plain(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Xml.element(name));
        assertThatIllegalArgumentException().isThrownBy(() -> Xml.element("A").attribute(name, "x"));
    }

    @Test
    void a_document_says_its_encoding() {
        assertThat(Xml.element("A").document()).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    @Test
    void what_is_inside_is_not_printed() {
        assertThat(Xml.element("A").attribute("password", "secret").text("secret"))
                .hasToString("<A>");
    }
}

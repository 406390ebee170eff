// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import java.util.ArrayList;
import java.util.List;

/** What an agent is asked: one message of texts and images. */
public record Prompt(List<Part> parts) {
    public Prompt {
        parts = List.copyOf(parts);
    }

    /** A part of a message. */
    public sealed interface Part {}

    /**
     * A text.
     *
     * @param repeated whether a later call begins with everything up to its end, so that a provider should cache it
     */
    public record Text(String text, boolean repeated) implements Part {}

    /** An image, in Base64. */
    public record Image(String mediaType, String data) implements Part {}

    /** A message of one text. */
    public static Prompt of(String text) {
        return new Prompt(List.of(new Text(text, false)));
    }

    /** The same, followed by a text. */
    public Prompt and(String text) {
        List<Part> longer = new ArrayList<>(parts);
        longer.add(new Text(text, false));
        return new Prompt(longer);
    }

    /** The same, to be cached up to its end if that is a text. */
    Prompt repeated() {
        List<Part> marked = new ArrayList<>(parts);
        if (marked.removeLast() instanceof Text last) {
            marked.add(new Text(last.text(), true));
            return new Prompt(marked);
        }
        return this;
    }

    /** Its texts, without the images. */
    public String text() {
        return String.join(
                "\n\n",
                parts.stream()
                        .flatMap(part ->
                                part instanceof Text text ? List.of(text.text()).stream() : List.<String>of().stream())
                        .toList());
    }
}

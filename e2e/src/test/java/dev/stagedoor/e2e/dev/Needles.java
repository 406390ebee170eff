// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Texts to find in large haystacks, as they are and in every encoding that text usually travels in. */
final class Needles {
    private static final int SHORTEST = 8;

    private static final class Needle {
        private final String name;
        private final byte[] bytes;

        Needle(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        boolean isAt(byte[] haystack, int place) {
            int end = place + bytes.length;
            return end <= haystack.length && Arrays.equals(bytes, 0, bytes.length, haystack, place, end);
        }
    }

    /** By their first two bytes, so that one pass over a haystack is enough. */
    private final List<List<Needle>> byStart = new ArrayList<>();

    /** Named texts of at least 8 characters. */
    Needles(Map<String, String> texts) {
        for (int start = 0; start <= 0xffff; start++) {
            byStart.add(List.of());
        }
        texts.forEach((name, text) -> {
            if (text.length() < SHORTEST) {
                throw new IllegalArgumentException(name + " is too short to be told from others");
            }
            disguises(text.getBytes(UTF_8)).forEach(bytes -> add(new Needle(name, bytes)));
        });
    }

    private void add(Needle needle) {
        int start = start(needle.bytes, 0);
        List<Needle> more = new ArrayList<>(byStart.get(start));
        more.add(needle);
        byStart.set(start, List.copyOf(more));
    }

    private static Stream<byte[]> disguises(byte[] text) {
        Stream<String> hex = Stream.of(
                HexFormat.of().formatHex(text), HexFormat.of().withUpperCase().formatHex(text));
        Stream<String> base64 = Stream.of(0, 1, 2)
                .flatMap(before -> Stream.of(
                        base64(text, before, Base64.getEncoder()), base64(text, before, Base64.getUrlEncoder())));
        return Stream.concat(Stream.of(text), Stream.concat(hex, base64).map(one -> one.getBytes(UTF_8)));
    }

    /** The part of the Base64 that is the same whatever follows the text, given the number of bytes before it. */
    private static String base64(byte[] text, int before, Base64.Encoder encoder) {
        byte[] placed = new byte[before + text.length];
        System.arraycopy(text, 0, placed, before, text.length);
        String whole = encoder.withoutPadding().encodeToString(placed);
        int first = before == 0 ? 0 : before + 1;
        return whole.substring(first, placed.length * 8 / 6);
    }

    private static int start(byte[] bytes, int place) {
        return ((bytes[place] & 0xff) << 8) | (bytes[place + 1] & 0xff);
    }

    /** The names of the texts it contains. */
    Set<String> in(String haystack) {
        return in(haystack.getBytes(UTF_8));
    }

    /** The names of the texts it contains. */
    Set<String> in(byte[] haystack) {
        Set<String> found = new TreeSet<>();
        for (int place = 0; place + 1 < haystack.length; place++) {
            for (Needle needle : byStart.get(start(haystack, place))) {
                if (needle.isAt(haystack, place)) {
                    found.add(needle.name);
                }
            }
        }
        return found;
    }
}

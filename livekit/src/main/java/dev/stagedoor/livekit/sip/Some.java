// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists and maps as they come: at least one of what is asked for, or null where an answer has nothing. */
final class Some {
    private Some() {}

    static List<String> of(String first, String... more) {
        var all = new ArrayList<String>();
        all.add(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    static Map<String, String> orNone(@Nullable Map<String, String> map) {
        var all = new HashMap<String, String>();
        if (map != null) {
            map.forEach((name, value) -> all.put(name, orEmpty(value)));
        }
        return Map.copyOf(all);
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}

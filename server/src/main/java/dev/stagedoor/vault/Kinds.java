// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.kernel.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of credentials that this server knows. */
final class Kinds {
    private final Map<String, Kind<?>> byName = new LinkedHashMap<>();

    Kinds(List<Kind<?>> kinds) {
        for (Kind<?> kind : kinds) {
            if (byName.put(kind.wire().name(), kind) != null) {
                throw new IllegalArgumentException(
                        "two kinds of credentials named " + kind.wire().name());
            }
        }
    }

    Collection<Kind<?>> all() {
        return byName.values();
    }

    boolean knows(String name) {
        return byName.containsKey(name);
    }

    /** The kind of that name; {@code not_found} if there is none. */
    Kind<?> of(String name) {
        Kind<?> kind = byName.get(name);
        if (kind == null) {
            throw Problem.notFound("kind of credential");
        }
        return kind;
    }

    /** The kind of a version that a store returned. */
    Kind<?> of(Credential row) {
        return of(row.ref().kind());
    }
}

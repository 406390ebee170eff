// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import java.util.function.Function;

/** An enum value in a column: an explicit word, so that renaming a constant does not change what is stored. */
public final class StoredWord {
    private StoredWord() {}

    /**
     * The value whose word is {@code stored}.
     *
     * @throws UnreadableStored if this version has no such value
     */
    public static <E extends Enum<E>> E read(Class<E> type, Function<E, String> word, String stored) {
        for (E value : type.getEnumConstants()) {
            if (word.apply(value).equals(stored)) {
                return value;
            }
        }
        throw new UnreadableStored(type, new IllegalArgumentException(stored));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import java.util.List;

/**
 * A raw value and where it came from.
 *
 * @param texts    the value, or the values of a list
 * @param isList   whether it was written as a list
 * @param where    {@code stagedoor.yaml:3}, {@code environment variable STAGEDOOR_HTTP_PORT}, {@code default}
 * @param isClosed whether only the process's own user can read the source
 */
record Found(List<String> texts, boolean isList, String where, boolean isClosed) {
    static Found text(String text, String where, boolean isClosed) {
        return new Found(List.of(text), false, where, isClosed);
    }
}

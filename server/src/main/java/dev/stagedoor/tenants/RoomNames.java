// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;

/**
 * The names of a tenant's rooms as LiveKit sees them: always {@code <slug>.} and the tenant's own name for the room
 * (I6). A slug has no dot, so two tenants never share a name.
 */
public final class RoomNames {
    /** The maximum length of a name on the wire in bytes, including the prefix; LiveKit's limit. */
    public static final int LONGEST = 256;

    private RoomNames() {}

    /**
     * The name on the wire; a name that already has the prefix is kept.
     *
     * @param slug  the tenant's slug
     * @param field the field that errors name: {@code room_name}
     * @throws Problem {@code invalid_request} if it is empty, longer than {@value #LONGEST} bytes with its prefix, or
     *     has control characters
     */
    public static String onWire(String slug, String field, String name) {
        PlainText.checked(field, name, LONGEST);
        String prefix = slug + '.';
        if (!name.startsWith(prefix)) {
            return PlainText.checked(field, prefix + name, LONGEST);
        }
        if (name.length() == prefix.length()) {
            throw Problem.invalid(field, "must be longer than the tenant's prefix");
        }
        return name;
    }

    /** Whether a name on the wire belongs to that tenant. */
    public static boolean belongs(String slug, String onWire) {
        return onWire.length() > slug.length() + 1 && onWire.startsWith(slug + '.');
    }
}

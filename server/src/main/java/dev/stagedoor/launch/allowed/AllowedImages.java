// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.allowed;

import dev.stagedoor.kernel.Problem;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The images that an operator lets tenants run.
 *
 * @param entries whole references, or beginnings that end with {@code /*}, {@code :*} or {@code @*}
 */
public record AllowedImages(List<String> entries) {
    private static final int LONGEST = 512;
    private static final String NAME = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE =
            Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?/)?" + NAME + "(?:/" + NAME
                    + ")*" + "(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");
    private static final Pattern BEGINNING = Pattern.compile("[^*]+[/:@]\\*");

    /**
     * @throws IllegalArgumentException for an entry that is neither, such as a {@code *} that would end a name in its middle
     */
    public AllowedImages {
        entries = List.copyOf(entries);
        for (String entry : entries) {
            if (entry.contains("*") && !BEGINNING.matcher(entry).matches()) {
                throw new IllegalArgumentException("images: each must be a whole one, or end with /*, :* or @*");
            }
        }
    }

    /**
     * Refuses an image that is none, or is not allowed.
     *
     * @throws Problem {@code invalid_request} naming {@code image}
     */
    public void check(String image) {
        if (image.length() > LONGEST || !REFERENCE.matcher(image).matches()) {
            throw Problem.invalid("image", "must be a reference such as registry.example.com/team/agent:1.4");
        }
        if (entries.stream().noneMatch(entry -> allows(entry, image))) {
            throw Problem.invalid(
                    "image",
                    entries.isEmpty()
                            ? "the operator allows no image on this runtime"
                            : "the operator allows " + String.join(", ", entries));
        }
    }

    private static boolean allows(String entry, String image) {
        return entry.endsWith("*") ? image.startsWith(entry.substring(0, entry.length() - 1)) : image.equals(entry);
    }
}

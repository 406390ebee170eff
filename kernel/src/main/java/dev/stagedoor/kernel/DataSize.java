// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 512}, {@code 16KiB}, {@code 1MiB} or {@code 2GiB}. */
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s?(B|KiB|MiB|GiB)?");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative");
        }
    }

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException if the text is not a size
     */
    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("must be a size such as 512KiB or 1MiB");
        }
        String unit = form.group(2) == null ? "B" : form.group(2);
        int shift = switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        long count = Long.parseLong(form.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("must be a size such as 512KiB or 1MiB");
        }
        return new DataSize(count << shift);
    }

    /** The size as an int. */
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public String toString() {
        for (int shift = 30; shift > 0; shift -= 10) {
            if (bytes > 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + (shift == 30 ? "GiB" : shift == 20 ? "MiB" : "KiB");
            }
        }
        return bytes + "B";
    }
}

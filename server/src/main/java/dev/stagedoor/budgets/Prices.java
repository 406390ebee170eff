// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a model's tokens cost. */
public final class Prices {
    private static final long WRITTEN_PERCENT = 125;
    private static final long READ_PERCENT = 10;

    private static final Pattern DATE = Pattern.compile("-\\d{8}$");

    private final Map<String, Price> byModel = new HashMap<>();

    /** Micro-dollars for a million tokens. */
    private record Price(long input, long output) {}

    private static final Price FREE = new Price(0, 0);

    /** Lines like {@code claude-sonnet-5=3/15}: US dollars for a million tokens of input and of output. */
    public Prices(List<String> lines) {
        lines.forEach(this::add);
    }

    private void add(String line) {
        String[] parts = line.split("[=/]", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(line + " is not MODEL=INPUT/OUTPUT");
        }
        byModel.put(parts[0].strip(), new Price(micros(parts[1]), micros(parts[2])));
    }

    private static long micros(String dollars) {
        try {
            return Money.micros(Double.parseDouble(dollars.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(dollars + " is not a price", e);
        }
    }

    /** {@code claude-haiku-4-5-20251001} costs what {@code claude-haiku-4-5} does. */
    private static String undated(String model) {
        return DATE.matcher(model).replaceFirst("");
    }

    /** Whether it knows the model's price. */
    public boolean know(String model) {
        return byModel.containsKey(undated(model));
    }

    /** The cost in millionths of a dollar; 0 for a model without a price. Cached input is written dearer and read cheaper. */
    public long micros(String model, TokenUsage usage) {
        Price price = byModel.getOrDefault(undated(model), FREE);
        long input = usage.input() * 100 + usage.cacheWritten() * WRITTEN_PERCENT + usage.cacheRead() * READ_PERCENT;
        return (input * price.input() / 100 + usage.output() * price.output()) / 1_000_000;
    }
}

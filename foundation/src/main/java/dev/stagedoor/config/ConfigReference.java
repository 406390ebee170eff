// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** All keys as Markdown: {@code docs/guides/configuration.md} is generated from the records that are bound. */
public final class ConfigReference {
    private ConfigReference() {}

    /** One table per section, in the given order. */
    public static String markdown(Map<String, ? extends Class<? extends Record>> sections) {
        StringBuilder text = new StringBuilder();
        sections.forEach((name, type) -> {
            text.append("## `").append(name).append("`\n\n");
            text.append("| key | environment | value | default | |\n|---|---|---|---|---|\n");
            Key.of(name, type).forEach(key -> text.append(row(key)));
            text.append('\n');
        });
        return text.toString();
    }

    private static String row(Key key) {
        String variable = '`' + key.variable() + '`' + (key.isSecret() ? ", `" + key.fileVariable() + '`' : "");
        return "| `" + key.path() + "` | " + variable + " | " + value(key.type(), key.setting()) + " | " + initial(key)
                + " | " + key.setting().value().replace("|", "\\|") + " |\n";
    }

    private static String initial(Key key) {
        String initial = key.setting().initial();
        if (initial.equals(Setting.REQUIRED)) {
            return key.isRequired() ? "**must be set**" : "none";
        }
        return initial.isEmpty() ? "none" : '`' + initial + '`';
    }

    private static String value(Type type, Setting setting) {
        Optional<Type> element = Values.list(type);
        if (element.isPresent()) {
            return "list of " + value(element.get(), setting);
        }
        Type plain = Values.optional(type).orElse(type);
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return "number" + range(setting, Long::toString);
        }
        if (plain == Duration.class) {
            return "duration" + range(setting, Values::written);
        }
        if (plain == DataSize.class) {
            return "size" + range(setting, bytes -> new DataSize(bytes).toString());
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return "`true` or `false`";
        }
        if (plain instanceof Class<?> words && words.isEnum()) {
            return Arrays.stream(words.getEnumConstants())
                    .map(constant -> '`' + Key.word(constant) + '`')
                    .collect(Collectors.joining(", "));
        }
        return plain == String.class
                ? "text"
                : ((Class<?>) plain).getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String range(Setting setting, LongFunction<String> written) {
        if (setting.max() != Long.MAX_VALUE) {
            return ", " + written.apply(setting.min()) + " to " + written.apply(setting.max());
        }
        return setting.min() == 0 ? "" : ", at least " + written.apply(setting.min());
    }
}
